import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { must } from "@dongsoan/shared/domain";
import { queryClient } from "./api/queries.ts";
import { App, startAhead } from "./app/app.tsx";
import { keepPageAtHand } from "./app/keep-page.ts";
import "./ui/tokens.css";
import "./ui/base.css";

startAhead(location.pathname);
createRoot(must(document.getElementById("root"), "the page's root element")).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

if (import.meta.env.PROD) window.addEventListener("load", () => void keepPageAtHand());
