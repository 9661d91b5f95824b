/** Builds the page into the Python package; `npm run dev` serves it beside a running `weft serve`. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const SERVICE = process.env.WEFT_SERVICE ?? "http://127.0.0.1:8787";

/** What several parts share goes together: as some forty small files it would come to more. */
const SHARED = {
  name: "shared",
  test: /src\/(api|model|state|ui)\/(?!OtherIcon|Markdown|markdown)|lucide-react\/dist\/esm\/(?!lucide-react|icons\/index)/,
  minShareCount: 2,
};

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../weft_web/static",
    emptyOutDir: true,
    target: "es2023",
    // The content security policy allows no inline data but pictures.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [SHARED] } } },
  },
  server: { proxy: { "/api": SERVICE } },
});
