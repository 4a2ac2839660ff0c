// SPDX-License-Identifier: GPL-3.0-or-later

/// What a model is remembered by.
enum ModelKey: Hashable {
  case texts(ModelTexts)
  /// Its number in the grid that is swept over.
  case number(Int)

  /// How long its text is, in bytes: what is computed from it takes memory in proportion.
  var length: Int {
    switch self {
    case .texts(let texts): texts.length
    case .number: 0
    }
  }
}
