// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// How large a picture is: in pixels where it has some, and in what shape elsewhere.
struct PlotSize: Hashable {
  /// In pixels.
  let width: Int
  /// In pixels.
  let height: Int

  /// 4:3.
  static let standard = PlotSize(width: 1440, height: 1080)

  /// Sizes with a name.
  private static let named = [
    "16:9": PlotSize(width: 1920, height: 1080), "4:3": standard,
    "square": PlotSize(width: 1280, height: 1280),
  ]

  /// The pixels on a side that there may be.
  private static let side = 200...10_000
  /// How many times as long as the other one a side may be: text and curves need room.
  private static let longest = 2.5

  private init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

  /// Reads a name, or WIDTHxHEIGHT.
  ///
  /// - Returns: `nil` for what is neither, and for a size that has no room for a picture.
  init?(_ text: String) {
    if let size = PlotSize.named[text] {
      self = size
      return
    }
    let sides = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]),
      PlotSize.side.contains(width), PlotSize.side.contains(height),
      Double(max(width, height)) <= PlotSize.longest * Double(min(width, height))
    else { return nil }
    self.init(width: width, height: height)
  }

  /// What is right, for messages.
  static let requirement =
    "16:9, 4:3, square or WIDTHxHEIGHT in pixels, as in 1280x720 (200 to 10000, one side at most 2.5 times "
    + "the other)"

  /// Pixels to a unit of the layout: every picture has the same area in units, so that the text of a thumbnail and
  /// of a poster take the same share of it.
  var scale: Double { (Double(width) * Double(height) / (720 * 540)).squareRoot() }
}
