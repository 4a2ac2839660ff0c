// SPDX-License-Identifier: GPL-3.0-or-later

extension Double {
  /// An order of a bound or a divergence as names have it: 2 rather than 2.0.
  package var orderText: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
