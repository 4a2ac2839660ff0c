// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// A row of a sweep: one piece of memory, which cell after cell is written into.
struct SweepRow {
  /// Prior and likelihood, or log joint density and support; then q, and x where it is a text. Of a pair p, nothing,
  /// and q.
  var texts = ["", "", "", ""]
  /// The values of the axes, and of the parameters of a best member.
  var values: [Double] = []
  /// The number of the model that the texts are of.
  var model: Int?
  var record = ResultRecord.invalid("nothing is computed")
}
