// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `--infinity`: how an infinite number is written in JSON, which has no number for it.
enum InfinityFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// As what is missing: the status says which it is.
  case null
  /// As the text "Infinity" or "-Infinity", which most readers of JSON take where they look for a number.
  case text
}
