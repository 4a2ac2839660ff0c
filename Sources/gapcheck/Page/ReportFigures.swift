// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// Everything on the page that changes with a slider.
struct ReportFigures {
  /// The slots of what was asked for, with the first slider's figures.
  let asked: PageSlots
  /// For each slider what is the same at all its places, and what differs.
  let sliders: [(common: PageSlots, places: [PageSlots])]

  init(_ contents: ReportContents, _ numbers: ReportNumbers) {
    let own = ReportPlace(contents.check)
    // The same along every slider that leaves the posterior where it is.
    let posterior = contents.summary.posterior
    let still = DensityFigure(contents.check.family, posterior)
    func all(_ slider: ReportSlider?) -> [PageSlots] {
      let moving =
        slider?.plan.kind == .observations
        ? DensityFigure(contents.check.family, posterior, along: slider) : still
      /// Groups may lie far from each other: each has axes of its own.
      func densities(_ place: ReportPlace) -> DensityFigure? {
        slider?.plan.kind == .groups
          ? DensityFigure(place.q, place.posterior ?? posterior) : moving
      }
      let gap = slider.map(GapFigure.init)
      let parts = PartsFigure(slider, asked: own)
      let labels = slider?.labels ?? []
      return (slider?.places ?? [own]).enumerated().map { index, place in
        var slots = numbers.slots(place)
        slots["said"] = (labels.dropFirst(index).prefix(1) + [ReportNumbers.spoken(place)])
          .joined(separator: ": ")
        if let groups = contents.groups {
          let group = slider?.plan.kind == .groups ? labels[index] : groups.label
          slots["place"] = "\(group): \(slots["place"] ?? "")"
        }
        for figure in [
          densities(place)?.slots(place) ?? DensityFigure.none, gap?.slots(place),
          parts?.slots(place),
        ] {
          slots.merge(figure ?? [:]) { $1 }
        }
        return slots
      }
    }
    let full = contents.sliders.map { all($0) }
    if let first = full.first, let slider = contents.sliders.first,
      first.indices.contains(slider.plan.asked)
    {
      asked = first[slider.plan.asked]
    } else {
      asked = all(nil).first ?? [:]
    }
    sliders = full.map { places in
      let common = (places.first ?? [:]).filter { entry in
        places.allSatisfy { $0[entry.key] == entry.value }
      }
      return (common, places.map { $0.filter { common[$0.key] == nil } })
    }
  }
}

extension DensityFigure {
  /// Where there is nothing to draw.
  static let none: PageSlots = [
    "densities-note":
      "The posterior is narrower than numbers can tell apart, or wider: there is no figure of it."
  ]
}
