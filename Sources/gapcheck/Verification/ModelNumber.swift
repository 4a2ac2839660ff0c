// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import VariationalGap

/// A number of a model and a q that is no column of a batch.
enum ModelNumber {
  /// A part of the ELBO, or KL the other way round.
  case part(@Sendable (ElboParts) -> Quantity?)
  /// A bound on log p(x).
  case bound(EvidenceBound.Kind)
  /// A number of the importance ratio.
  case weight(@Sendable (ImportanceWeights) -> Quantity)
  /// The tail index that so many draws see.
  case tail(draws: Int)
  /// ∂ELBO/∂η.
  case derivative(parameter: String)
  /// The variance of one draw of log w.
  case variance
  /// That of one draw of an estimator of ∂ELBO/∂η.
  case gradientVariance(GradientComparison.Estimator, parameter: String)

  /// What stands before the name of a parameter of q in the name of a derivative.
  static let gradient = "elbo_gradient_"

  private static let tail = "tail_index_"

  private static let parts: [(column: RecordColumn, value: @Sendable (ElboParts) -> Quantity?)] = [
    (.expectedLogLikelihood, \.expectedLogLikelihood), (.priorDivergence, \.priorDivergence),
    (.expectedLogPrior, \.expectedLogPrior), (.entropy, \.entropy),
    (.expectedLogJoint, \.expectedLogJoint), (.forwardDivergence, \.forwardDivergence),
    (.jeffreys, \.jeffreys),
  ]

  /// The names, where a parameter of q is `PARAMETER`, and counts and orders are capital letters.
  static var names: [String] {
    parts.map(\.column.name)
      + [
        "eubo", "iwae_K", "vr_A", "vr_A_K", "cubo_N", "tvo_lower_S", "tvo_upper_S",
        "tvo_integral",
      ] + WeightsReport.names + ["\(tail)S", "variance_elbo"]
      + GradientComparison.Estimator.allCases.map { "variance_\($0.rawValue)_PARAMETER" }
      + ["\(gradient)PARAMETER"]
  }

  /// The number of a name; `nil` where it is that of another.
  init?(name: String) {
    if let part = ModelNumber.parts.first(where: { $0.column.name == name }) {
      self = .part(part.value)
    } else if let weight = WeightsReport.number(name) {
      self = .weight(weight)
    } else if name.hasPrefix(ModelNumber.tail),
      let draws = Int(name.dropFirst(ModelNumber.tail.count))
    {
      self = .tail(draws: draws)
    } else if name.hasPrefix(ModelNumber.gradient) {
      self = .derivative(parameter: String(name.dropFirst(ModelNumber.gradient.count)))
    } else if name == "variance_elbo" {
      self = .variance
    } else if let (estimator, parameter) = ModelNumber.estimator(name) {
      self = .gradientVariance(estimator, parameter: parameter)
    } else if let kind = EvidenceBound.Kind(name: name) {
      self = .bound(kind)
    } else {
      return nil
    }
  }

  /// A name with the parameter of the exercise sheet's q as Stan's notation calls it.
  static func spelledOut(_ name: String) -> String {
    name.hasSuffix("_phi") ? "\(name.dropLast("phi".count))beta" : name
  }

  /// Why nothing can be told of what is written beside the numbers.
  static func reasonWithoutTruth(_ name: String) -> String? {
    switch name {
    case "max_log_weight_at", "prior_mass", "q_mass":
      "\(name) has no truth that claims are compared with"
    case _ where name.hasPrefix("pareto_k_"):
      "\(name) is a number of the draws, and has no truth: that is tail_index_S"
    default: nil
    }
  }

  private static func estimator(
    _ name: String
  ) -> (GradientComparison.Estimator, parameter: String)? {
    // The longest first: score_baseline is no score of a parameter `baseline_…`.
    let estimators = GradientComparison.Estimator.allCases.sorted {
      $0.rawValue.count > $1.rawValue.count
    }
    for estimator in estimators where name.hasPrefix("variance_\(estimator.rawValue)_") {
      return (estimator, String(name.dropFirst("variance_\(estimator.rawValue)_".count)))
    }
    return nil
  }

  /// The number; `nil` where a log joint density has none.
  ///
  /// - Parameters:
  ///   - q: its notation.
  ///   - worker: what computes it.
  func value(
    of model: () throws -> Model, _ key: ModelKey, q: String, by worker: GapWorker
  ) throws -> Quantity? {
    switch self {
    case .part(let value):
      let q = try DistributionSpec.parse(q)
      return value(try worker.computed(model, key) { try $0.elboParts(of: q, workspace: &$1) })
    case .weight(let value):
      let q = try DistributionSpec.parse(q)
      return value(
        try worker.computed(model, key) { try $0.importanceWeights(of: q, workspace: &$1) })
    case .tail(let draws):
      let q = try DistributionSpec.parse(q)
      return try worker.computed(model, key) {
        try $0.importanceWeights(of: q, draws: [draws], workspace: &$1)
      }.draws.first?.index
    case .bound(let kind):
      let q = try DistributionSpec.parse(q)
      let bound = try worker.computed(model, key) {
        try $0.evidenceBounds(of: q, [kind], workspace: &$1)
      }.bounds.first
      guard let bound, bound.errorKind.isVerified || bound.value.estimate == nil else {
        return .undefined(reason: Status.unverified.reason ?? "not verified")
      }
      return bound.value
    case .derivative(let name):
      let member = try DistributionSpec.member(q)
      let place = try ModelNumber.place(name, in: member.family)
      let gradient = try worker.computed(model, key) {
        try $0.elboGradient(of: member, workspace: &$1)
      }
      return gradient.components.indices.contains(place)
        ? .finite(gradient.components[place]) : nil
    case .variance:
      let member = try DistributionSpec.member(q)
      return try worker.computed(model, key) {
        try $0.gradientVariances(of: member, workspace: &$1)
      }.elbo
    case .gradientVariance(let estimator, let name):
      let member = try DistributionSpec.member(q)
      let place = try ModelNumber.place(name, in: member.family)
      let variances = try worker.computed(model, key) {
        try $0.gradientVariances(of: member, workspace: &$1)
      }.parameters
      return variances.indices.contains(place) ? variances[place].value(of: estimator) : nil
    }
  }

  private static func place(_ name: String, in family: Family) throws(Claim.Fault) -> Int {
    if let place = family.place(ofParameter: name) { return place }
    throw Claim.Fault(
      description: "q has no parameter '\(name)': it has "
        + family.parameters.map(\.name).joined(separator: ", "))
  }
}
