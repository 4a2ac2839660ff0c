// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `--format` of a subcommand that streams rows.
enum StreamFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case csv
  case ndjson
  case json
}
