// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// The posteriors of the models that were met last: the evidence is computed once for rows that share a
/// model, also where others lie between them.
///
/// Few are kept, and fewer where the models are long, so that memory does not grow with the rows.
struct RecentPosteriors {
  /// A posterior, or why there is none.
  typealias Outcome = Result<Posterior, any Error>

  private static let mostModels = 64
  private static let mostText = 1 << 13

  private var latest: (key: ModelKey, outcome: Outcome)?
  private var outcomes: [ModelKey: (outcome: Outcome, time: Int)] = [:]
  private var time = 0
  private var text = 0

  /// The posterior of a model.
  ///
  /// - Parameters:
  ///   - key: what the model is remembered by.
  ///   - make: computes it, where it is not there.
  mutating func posterior(of key: ModelKey, _ make: () throws -> Posterior) -> Outcome {
    if let latest, latest.key == key { return latest.outcome }
    time += 1
    let known = outcomes[key]?.outcome
    let outcome = known ?? Outcome(catching: make)
    latest = (key, outcome)
    outcomes[key] = (outcome, time)
    if known == nil { text += key.length }
    while outcomes.count > RecentPosteriors.mostModels || text > RecentPosteriors.mostText {
      guard let oldest = outcomes.min(by: { $0.value.time < $1.value.time }) else { break }
      outcomes[oldest.key] = nil
      text -= oldest.key.length
    }
    return outcome
  }

  /// Forgets the posterior that was asked for last; that there is none, is kept.
  mutating func forgetLatest() {
    guard let latest, case .success = latest.outcome else { return }
    if outcomes.removeValue(forKey: latest.key) != nil { text -= latest.key.length }
    self.latest = nil
  }
}
