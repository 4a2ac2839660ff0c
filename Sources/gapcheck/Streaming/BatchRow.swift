// SPDX-License-Identifier: GPL-3.0-or-later

/// A row of a batch, as it was written.
protocol BatchRow {
  /// The text of an input; `nil` where the row has none.
  func text(of input: BatchInput) -> String?

  /// The same of an input that has to be one value: an array stays in its brackets, and is none.
  func single(of input: BatchInput) -> String?

  /// Whether the row says anything about an input: an empty cell does not, and null does not.
  func has(_ input: BatchInput) -> Bool
}
