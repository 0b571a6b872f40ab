import { defineConfig } from "vite";
import { configureApp } from "../vite.shared.ts";

export default defineConfig(configureApp("portal"));
