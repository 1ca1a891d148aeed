"use strict";
// Draws every figure where it stands, with the template that fits the page: light, dark, or light on paper.
(() => {
  const templates = window.TEMPLATES;
  const config = { responsive: true, displaylogo: false, showSendToCloud: false, displayModeBar: false };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const figures = [...document.querySelectorAll(".figure")].map((place) => ({
    place,
    spec: JSON.parse(place.querySelector("script").textContent),
  }));
  const draw = (tone, width) => {
    for (const { place, spec } of figures) {
      const layout = { ...spec.layout, template: templates[tone], autosize: !width };
      if (width) layout.width = width; else delete layout.width;
      Plotly.react(place, spec.data, layout, config);
    }
  };
  const screen = () => draw(dark.matches ? "dark" : "light");
  screen();
  dark.addEventListener("change", screen);
  window.addEventListener("beforeprint", () => draw("light", 680));
  window.addEventListener("afterprint", screen);
})();
