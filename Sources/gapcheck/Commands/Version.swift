// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

/// What `gapcheck --version` says.
enum Version {
  static let number = "0.2.0"
  static let description = "gapcheck \(number) (GSL \(GSL.version))"
}
