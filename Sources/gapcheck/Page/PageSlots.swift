// SPDX-License-Identifier: GPL-3.0-or-later

/// What stands in the parts of the page that change with a slider, by the names of the parts.
///
/// The script only puts such texts in their places: everything on the page is computed, rounded and drawn here,
/// for every place of every slider.
typealias PageSlots = [String: String]

/// The elements that have a slot inside.
enum PageElement {
  /// Words.
  static func text(_ name: String, _ slots: PageSlots) -> String {
    "<span data-slot=\"\(name)\">\(HTMLText.escaped(slots[name] ?? ""))</span>"
  }

  /// A line or an area of a figure.
  static func path(_ name: String, _ slots: PageSlots, style: String) -> String {
    "<path class=\"\(style)\" data-slot=\"\(name)\" d=\"\(slots[name] ?? "")\"/>"
  }

  /// A group inside a figure that is exchanged as a whole.
  static func group(_ name: String, _ slots: PageSlots) -> String {
    "<g data-slot=\"\(name)\">\(slots[name] ?? "")</g>"
  }
}
