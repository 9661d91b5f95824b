/** Unit tests: the model in plain Node, components in jsdom where a test asks for it. */
import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import base from "./vite.config";

export default mergeConfig(
  base,
  defineConfig({ test: { include: ["test/**/*.test.{ts,tsx}"], environment: "node", restoreMocks: true } }),
);
