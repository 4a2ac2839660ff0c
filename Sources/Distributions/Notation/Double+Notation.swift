// SPDX-License-Identifier: GPL-3.0-or-later

extension Double {
  /// The number that a whole text is.
  ///
  /// The standard library's own reader takes what stands before a NUL, and is silent about the rest.
  package init?(notation text: some StringProtocol) {
    guard !text.utf8.contains(0) else { return nil }
    self.init(text)
  }
}
