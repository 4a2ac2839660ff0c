// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// A model with a one-dimensional latent z whose log joint density is a formula: a prior with a
/// likelihood and observations, or the log joint density itself.
///
/// ```swift
/// let model = try FormulaModel(
///   prior: try Normal(mean: 0, standardDeviation: 1),
///   likelihood: try LikelihoodSpec.parse("normal(2*z + 1, 0.5)"), observations: [0.3, 1.2])
/// ```
public struct FormulaModel: Sendable {
  /// p(z); `nil` where only the joint density is given.
  public let prior: (any Distribution)?

  /// p(x | z) of each observation; `nil` where only the joint density is given.
  public let likelihood: ConditionalDensity?

  /// The observations of the one latent, in their order; at most one where only the joint density is
  /// given.
  public let observations: [Double]

  /// log p(z), right inside the support; `nil` where only the joint density is given.
  public let logPrior: Formula?

  /// The sum of log p(x | z) over the observations; `nil` where only the joint density is given.
  public let logLikelihood: Formula?

  /// log p(x, z), right inside the support.
  public let logJoint: Formula

  /// Where the joint density may be positive.
  public let support: Interval

  /// The log joint density as it was written; `nil` where a prior and a likelihood are given.
  public let logJointText: String?

  private let text: String

  /// Makes a model of a prior, a likelihood and observations that are independent given z.
  ///
  /// Equal observations are one term with their number as a factor, and cost as much as one.
  ///
  /// - Parameters:
  ///   - prior: p(z).
  ///   - likelihood: p(x | z) of each observation.
  ///   - observations: at least one, each finite and possible under the likelihood.
  /// - Throws: ``InferenceError`` for any other observations.
  public init(
    prior: any Distribution, likelihood: ConditionalDensity, observations: [Double]
  ) throws(InferenceError) {
    guard !observations.isEmpty else { throw .model(.noObservation) }
    let logPrior = prior.formula
    let logLikelihood = try FormulaModel.logLikelihood(likelihood, observations)
    self.prior = prior
    self.likelihood = likelihood
    self.observations = observations
    self.logPrior = logPrior
    self.logLikelihood = logLikelihood
    logJoint = logPrior + logLikelihood
    support = prior.support
    logJointText = nil
    text = "z ~ \(prior), x | z ~ \(likelihood)"
  }

  /// Makes a model of a log joint density, such as `-z - 0.5*(x - z)^2`, taken as it is: what its
  /// exponential integrates to is the evidence.
  ///
  /// - Parameters:
  ///   - logJoint: a formula in z, and in x where there is one.
  ///   - support: where the joint density may be positive.
  ///   - observation: x, finite; may be `nil` where the formula does not name it.
  /// - Throws: ``InferenceError`` for a text that is no such formula, or an x that is not finite.
  public init(
    logJoint: String, support: Interval, observation: Double? = nil
  ) throws(InferenceError) {
    self.logJoint = try FormulaModel.logJoint(logJoint, observation)
    self.support = support
    prior = nil
    likelihood = nil
    logPrior = nil
    logLikelihood = nil
    observations = observation.map { [$0] } ?? []
    logJointText = logJoint
    text = "log p(x, z) = \(logJoint), z in \(support)"
  }

  private static func logLikelihood(
    _ likelihood: ConditionalDensity, _ observations: [Double]
  ) throws(InferenceError) -> Formula {
    var counts: [Double: Int] = [:]
    var distinct: [Double] = []
    for x in observations {
      if counts[x] == nil { distinct.append(x) }
      counts[x, default: 0] += 1
    }
    var terms: [Formula] = []
    for x in distinct {
      do throws(ObservationError) {
        terms.append(.number(Double(counts[x] ?? 1)) * (try likelihood.logDensity(of: x)))
      } catch {
        throw .model(.observation(error))
      }
    }
    return .total(of: terms)
  }

  private static func logJoint(
    _ text: String, _ observation: Double?
  ) throws(InferenceError) -> Formula {
    var names: [String: Formula] = ["z": .latent]
    if let x = observation {
      guard x.isFinite else { throw .invalidObservation(x) }
      names["x"] = .number(x)
    }
    do throws(FormulaError) {
      return try Formula.parse(text, names: names)
    } catch {
      if case .unknownName("x", _) = error.problem {
        throw .model(.missingObservation(logJoint: text))
      }
      throw .model(.formula(error))
    }
  }

  /// p(x | z), the product over the observations, as a function of z; `nil` where only the joint
  /// density is given. 0 where it is too small for a double.
  public func likelihood(at z: Double) -> Double? {
    logLikelihood.map { exponential($0(DoubleDouble(z))) }
  }

  /// Whether the model is that of the exercise sheet: z ~ Exp(θ), one x | z ~ N(z, 1).
  public var isExerciseModel: Bool {
    prior is Exponential && likelihood?.family.name == "normal"
      && likelihood?.arguments == [.latent, 1] && observations.count == 1
  }
}

extension FormulaModel: CustomStringConvertible {
  /// As in "z ~ normal(0.0, 1.0), x | z ~ normal(2*z + 1, 0.5), x = 0.3, 1.2"; of more than ten
  /// observations the first three and their number.
  public var description: String {
    guard !observations.isEmpty else { return text }
    let shown = observations.count > 10 ? 3 : observations.count
    let list = observations.prefix(shown).map { "\($0)" }.joined(separator: ", ")
    let more = shown < observations.count ? ", … (\(observations.count) observations)" : ""
    return "\(text), x = \(list)\(more)"
  }
}
