// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// The observations of a sweep: an axis of numbers, or a list in which some are intervals.
struct ObservationAxis: Sendable {
  /// The numbers, or the places in the list.
  let axis: Axis
  /// The list, if one of it is an interval.
  private let list: [Observation]?

  /// Reads `VALUE`, `V1,V2,…` where a value may be an interval, or `START..STOP:COUNT`.
  ///
  /// - Throws: `ValidationError`.
  init(_ text: String) throws {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let isAxis = parts.count == 1 && text.contains(":")
    guard text.contains(".."), !isAxis else {
      (axis, list) = (try Axis(text, name: "--x", isPositive: false), nil)
      return
    }
    let list = try parts.map { try ModelOptions.observation(String($0)) }
    (axis, self.list) = (Axis(places: list.count), list)
  }

  /// Whether some of the values are intervals, so that all are texts.
  var hasIntervals: Bool { list != nil }

  /// The observation at a value of the axis.
  func observation(_ value: Double) -> Observation {
    guard let list, let place = Int(exactly: value), list.indices.contains(place) else {
      return .value(value)
    }
    return list[place]
  }
}
