// SPDX-License-Identifier: GPL-3.0-or-later

/// Rows that are ready to be written.
struct Chunk: Sendable {
  var text: RowText
  var rows = 0
  /// How many rows have a status other than ok.
  var failedRows = 0

  init(infinity: InfinityFormat) { text = RowText(infinity: infinity) }
}
