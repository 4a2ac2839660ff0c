// SPDX-License-Identifier: GPL-3.0-or-later

/// An integrand's own error.
struct Failure: Error, Equatable {
  let number: Int
}
