// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// What a row shows: the numbers of a model and a q, of a pair of distributions, or of a posterior.
///
/// All but the first lie behind a reference: the first is made millions of times, and the smaller the better.
enum ResultRecord: Sendable {
  /// Also a row without numbers, whatever it was to show.
  case gap(GapRecord)
  /// With the parts of the ELBO.
  indirect case parts(GapRecord, ElboParts)
  indirect case divergence(KullbackLeiblerReport)
  indirect case posterior(PosteriorSummary)

  /// A row that could not be read.
  static func invalid(_ reason: String) -> ResultRecord { .gap(GapRecord(invalid: reason)) }

  /// How the computation ended.
  var status: Status {
    switch self {
    case .gap(let record): record.status
    case .parts(let record, let parts):
      record.status == .ok && !parts.identity.isYes ? .undecided : record.status
    case .divergence(let report): report.status
    case .posterior(let summary): summary.status
    }
  }
}
