// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
// Puts the texts of a slider's place into their slots. It computes nothing: every number, every line and every
// label was made by gapcheck.
(() => {
  const { sliders } = JSON.parse(document.getElementById("data").textContent);
  const slots = new Map();
  for (const element of document.querySelectorAll("[data-slot]")) slots.set(element.dataset.slot, element);
  const shown = new Map();

  function put(name, text) {
    const element = slots.get(name);
    if (!element || shown.get(name) === text) return;
    shown.set(name, text);
    if (element.tagName === "path") element.setAttribute("d", text);
    else if (element.tagName === "g") element.innerHTML = text;
    else element.textContent = text;
  }

  const inputs = sliders.map((_, index) => document.getElementById("slider-" + index));
  const said = document.getElementById("said");
  let waiting;

  function label(index, place) {
    const text = sliders[index].labels[place];
    inputs[index].setAttribute("aria-valuetext", text);
    document.getElementById("value-" + index).textContent = text;
  }

  function show(index, place) {
    const slider = sliders[index];
    sliders.forEach((other, number) => {
      const at = number === index ? place : other.asked;
      inputs[number].value = at;
      label(number, at);
      inputs[number].closest(".slider").classList.toggle("moves", number === index);
    });
    const texts = { ...slider.common, ...slider.places[place].slots };
    for (const [name, text] of Object.entries(texts)) put(name, text);
    clearTimeout(waiting);
    // Only where the slider rests.
    waiting = setTimeout(() => { said.textContent = texts.said; }, 400);
  }

  inputs.forEach((input, index) => {
    input.addEventListener("input", () => show(index, Number(input.value)));
    input.addEventListener("focus", () => {
      if (!input.closest(".slider").classList.contains("moves")) show(index, sliders[index].asked);
    });
  });
  document.getElementById("back").addEventListener("click", () => show(0, sliders[0].asked));
  document.querySelector(".controls").hidden = false;
  inputs[0].closest(".slider").classList.add("moves");
})();
