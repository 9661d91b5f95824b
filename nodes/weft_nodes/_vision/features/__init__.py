"""What a network says of pictures: computed, kept, searched."""
