"""What reports of all kinds are written with: pages of HTML that load nothing from elsewhere."""
