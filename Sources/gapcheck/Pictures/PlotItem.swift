// SPDX-License-Identifier: GPL-3.0-or-later

/// One thing that a `plot` command draws, and its entry in the legend.
struct PlotItem {
  /// What the legend shows of it.
  enum Sample {
    /// The attributes of a line.
    case line(String)
    /// Those of an area.
    case area(String)
    /// Those of a point.
    case point(String)
    /// Those of a line, and of the points on it.
    case both(line: String, point: String)
  }

  /// Data and style, without a title.
  let text: String
  let sample: Sample
  /// The entry; `nil` for none.
  let title: String?

  /// A curve.
  static func line(_ data: String, _ attributes: String, title: String? = nil) -> PlotItem {
    PlotItem(text: "\(data) with lines \(attributes)", sample: .line(attributes), title: title)
  }

  /// Points.
  static func points(_ data: String, _ attributes: String, title: String? = nil) -> PlotItem {
    PlotItem(text: "\(data) with points \(attributes)", sample: .point(attributes), title: title)
  }

  /// An area without a border.
  ///
  /// - Parameters:
  ///   - data: the data, up to the style and its limits.
  ///   - color: what it is filled with.
  static func area(_ data: String, color: String, title: String? = nil) -> PlotItem {
    PlotItem(
      text: "\(data) lc rgb '\(color)'",
      sample: .area("fs solid 1 noborder fc rgb '\(color)'"), title: title)
  }

  /// The command that draws these.
  static func plot(_ items: [PlotItem]) -> String {
    "plot "
      + items.map { item in
        item.text + (item.title.map { " title \(PlotText.quoted($0))" } ?? " notitle")
      }.joined(separator: ", \\\n  ")
  }
}
