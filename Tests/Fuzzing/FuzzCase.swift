// SPDX-License-Identifier: GPL-3.0-or-later

/// A question to the engine, as text, so that the command can be asked the same.
package struct FuzzCase: Sendable {
  /// What is asked about.
  package enum Subject: Sendable {
    /// A prior, a likelihood, observations.
    case model(prior: String, likelihood: String, observations: [Double])
    /// A log joint density and its support.
    case joint(String, support: String)
    /// A distribution, for KL alone.
    case distribution(String)
  }

  /// What the case is an example of.
  package let kind: FuzzKind
  /// What is asked about.
  package let subject: Subject
  /// q, if there is one.
  package let family: String?
  /// The probability of the quantile that is asked for with mean and standard deviation; `nil` where these
  /// are not asked for.
  package let probability: Double?

  /// Describes a case.
  package init(
    _ kind: FuzzKind, _ subject: Subject, family: String? = nil, probability: Double? = nil
  ) {
    (self.kind, self.subject, self.family, self.probability) = (kind, subject, family, probability)
  }

  /// The command that asks for all of its numbers, and judges them.
  package var command: String {
    let q = family.map { " --q '\($0)'" } ?? ""
    switch subject {
    case .distribution(let text): return "gapcheck kl\(q) --p '\(text)'"
    case .model(let prior, let likelihood, let observations):
      let x = observations.map { "\($0)" }.joined(separator: ",")
      let orders = kind == .bounds ? " --alpha=0.5,0.9,2,-0.3 --order=1.5,2" : ""
      return
        "gapcheck certify --prior '\(prior)' --likelihood '\(likelihood)' --x=\(x)\(q)\(orders)"
    case .joint(let formula, let support):
      return "gapcheck certify --log-joint='\(formula)' --support=\(support)\(q)"
    }
  }
}
