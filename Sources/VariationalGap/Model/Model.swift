// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

/// A model with a one-dimensional latent z: a prior with a likelihood and observations, or the log
/// joint density itself.
///
/// ```swift
/// let model = try Model(
///   prior: Normal.standard, likelihood: LikelihoodSpec.parse("normal(2*z + 1, 0.5)"),
///   observations: [0.3, 1.2])
/// ```
public struct Model: Sendable {
  /// p(z); `nil` where only the joint density is given.
  public let prior: (any Distribution)?

  /// p(x | z) of each observation; `nil` where only the joint density is given.
  public let likelihood: (any Likelihood)?

  /// The observations of the one latent, in their order; at most one where only the joint density is
  /// given as text.
  public let observations: [Observation]

  /// Observations in the rows of tables; none where they are ``observations``.
  public let rows: [ObservedRows]

  /// The sum of log p(x | z) over the observations; `nil` where only the joint density is given.
  public let logLikelihood: Formula?

  /// log p(x, z), right inside the support.
  public let logJoint: Formula

  /// Where the joint density may be positive.
  public let support: Interval

  /// The log joint density as it was written; `nil` where a prior and a likelihood are given.
  public let logJointText: String?

  /// Makes a model of a prior, a likelihood and observations that are independent given z.
  ///
  /// Equal observations are one term with their number as a factor, and cost as much as one.
  ///
  /// - Parameters:
  ///   - prior: p(z).
  ///   - likelihood: p(x | z) of each observation.
  ///   - observations: at least one, each finite and possible under the likelihood.
  /// - Throws: ``InferenceError/model(_:)`` for any other observations; ``InferenceError/distribution(_:)``
  ///   for a prior of one's own that does not integrate to 1, with its mass.
  public init(
    prior: any Distribution, likelihood: any Likelihood, observations: [Double]
  ) throws(InferenceError) {
    try self.init(
      prior: prior, likelihood: likelihood, observations: observations.map(Observation.value))
  }

  /// Makes a model of a prior, a likelihood and observations of which some may be censored.
  ///
  /// - Parameters:
  ///   - prior: p(z).
  ///   - likelihood: p(x | z) of each observation.
  ///   - observations: at least one, each finite or an interval, and possible under the likelihood.
  /// - Throws: ``InferenceError/model(_:)`` for any other observations; ``InferenceError/distribution(_:)``
  ///   for a prior of one's own that does not integrate to 1, with its mass.
  @_disfavoredOverload
  public init(
    prior: any Distribution, likelihood: any Likelihood, observations: [Observation]
  ) throws(InferenceError) {
    if prior.normalization == .unknown {
      var workspace = try Workspace.forInference()
      try prior.checkMass(workspace: &workspace)
    }
    try self.init(checked: prior, likelihood, observations)
  }

  /// The same, of a prior that integrates to 1.
  private init(
    checked prior: any Distribution, _ likelihood: any Likelihood, _ observations: [Observation]
  ) throws(InferenceError) {
    do throws(ModelError) {
      self.init(
        prior: prior, likelihood: likelihood, observations: observations,
        logLikelihood: try Model.logLikelihood(likelihood, observations))
    } catch {
      throw .model(error)
    }
  }

  /// The same with the log likelihood of the observations known.
  init(
    prior: any Distribution, likelihood: any Likelihood, observations: [Observation],
    logLikelihood: Formula
  ) {
    self.prior = prior
    self.likelihood = likelihood
    self.observations = observations
    rows = []
    self.logLikelihood = logLikelihood
    logJoint = prior.formula + logLikelihood
    support = prior.support
    logJointText = nil
  }

  /// Makes a model of a prior and observations in the rows of tables, all independent given z.
  ///
  /// - Parameters:
  ///   - prior: p(z).
  ///   - rows: observations with their likelihoods.
  /// - Throws: ``InferenceError/distribution(_:)`` for a prior of one's own that does not integrate to 1,
  ///   with its mass; ``InferenceError/model(_:)`` where there is no row.
  public init(prior: any Distribution, rows: [ObservedRows]) throws(InferenceError) {
    guard rows.contains(where: { $0.count > 0 }) else { throw .model(.noObservation) }
    if prior.normalization == .unknown {
      var workspace = try Workspace.forInference()
      try prior.checkMass(workspace: &workspace)
    }
    self.prior = prior
    self.rows = rows
    likelihood = nil
    observations = []
    let sum = Formula.total(of: rows.map(\.logLikelihood))
    logLikelihood = sum
    logJoint = prior.formula + sum
    support = prior.support
    logJointText = nil
  }

  /// Makes a model of a log joint density, taken as it is: what its exponential integrates to is the
  /// evidence.
  ///
  /// - Parameters:
  ///   - logJoint: log p(x, z) as a formula in z.
  ///   - support: where the joint density may be positive.
  public init(logJoint: Formula, support: Interval) {
    self.init(logJoint: logJoint, support: support, text: "\(logJoint)", observation: nil)
  }

  private init(logJoint: Formula, support: Interval, text: String, observation: Double?) {
    self.logJoint = logJoint
    self.support = support
    prior = nil
    likelihood = nil
    rows = []
    logLikelihood = nil
    observations = observation.map { [.value($0)] } ?? []
    logJointText = text
  }

  /// As many different observations have a term each; more are summed over as rows.
  private static let mostTerms = 64

  private static func logLikelihood(
    _ likelihood: any Likelihood, _ observations: [Observation]
  ) throws(ModelError) -> Formula {
    guard !observations.isEmpty else { throw .noObservation }
    var counts: [Observation: Int] = [:]
    var distinct: [Observation] = []
    for x in observations {
      if counts[x] == nil { distinct.append(x) }
      counts[x, default: 0] += 1
    }
    if distinct.count > Model.mostTerms, let density = likelihood as? ConditionalDensity {
      do throws(RowError) {
        return try ObservedRows(of: observations, under: density).logLikelihood
      } catch {
        throw .row(error)
      }
    }
    var terms: [Formula] = []
    for x in distinct {
      let term = try Model.logDensity(of: x, under: likelihood)
      terms.append(.number(Double(counts[x] ?? 1)) * term)
    }
    return .total(of: terms)
  }

  private static func logDensity(
    of x: Observation, under likelihood: any Likelihood
  ) throws(ModelError) -> Formula {
    do throws(ObservationError) {
      let formula = try likelihood.logLikelihood(of: x)
      if formula.constantValue?.head == -.infinity {
        throw .impossible(x, likelihood: "\(likelihood)")
      }
      return formula
    } catch {
      throw .observation(error)
    }
  }

  /// p(x | z), the product over the observations, as a function of z; `nil` where only the joint
  /// density is given. 0 where it is too small for a double.
  public func likelihood(at z: Double) -> Double? {
    logLikelihood.map { exponential($0(DoubleDouble(z))) }
  }

  /// The same model with more observations.
  ///
  /// - Throws: ``InferenceError/model(_:)`` where there is no likelihood, or it cannot have them.
  public func observing(_ more: [Observation]) throws(InferenceError) -> Model {
    guard let prior, let likelihood else { throw .model(.noLikelihood) }
    return try Model(checked: prior, likelihood, observations + more)
  }

  /// Whether the model is that of the exercise sheet: z ~ Exp(θ), one x | z ~ N(z, 1).
  public var isExerciseModel: Bool {
    prior is Exponential && (likelihood as? ConditionalDensity)?.isUnitNormal ?? false
      && observations.count == 1 && observations[0].value != nil
  }
}

extension Model {
  /// Makes a model of a log joint density as text, such as `-z - 0.5*(x - z)^2`.
  ///
  /// - Parameters:
  ///   - logJoint: a formula in z, and in x where there is one.
  ///   - support: where the joint density may be positive.
  ///   - observation: x, finite; may be `nil` where the formula does not name it.
  /// - Throws: ``InferenceError/model(_:)`` for a text that is no such formula, or an x that is not
  ///   finite.
  public init(
    logJoint: String, support: Interval, observation: Double? = nil
  ) throws(InferenceError) {
    do throws(ModelError) {
      self.init(
        logJoint: try Model.formula(logJoint, observation), support: support, text: logJoint,
        observation: observation)
    } catch {
      throw .model(error)
    }
  }

  private static func formula(
    _ text: String, _ observation: Double?
  ) throws(ModelError) -> Formula {
    var names: [String: Formula] = ["z": .latent]
    if let x = observation {
      guard x.isFinite else { throw .observation(.notFinite(x)) }
      names["x"] = .number(x)
    }
    do throws(FormulaError) {
      return try Formula.parse(text, names: names)
    } catch {
      if case .unknownName("x", _) = error.problem { throw .missingObservation(logJoint: text) }
      throw .formula(error)
    }
  }

  /// Makes a model of texts, such as `normal(0, 1)` and `poisson(exp(z))`.
  ///
  /// - Parameters:
  ///   - prior: p(z), as `DistributionSpec` reads it.
  ///   - likelihood: p(x | z), as `LikelihoodSpec` reads it.
  ///   - observations: at least one, each finite and possible under the likelihood.
  /// - Throws: ``InferenceError/model(_:)`` for texts or observations that make none.
  public init(
    prior: String, likelihood: String, observations: [Double]
  ) throws(InferenceError) {
    try self.init(
      prior: prior, likelihood: likelihood, observations: observations.map(Observation.value))
  }

  /// Makes a model of texts, and observations of which some may be censored.
  ///
  /// - Parameters:
  ///   - prior: p(z), as `DistributionSpec` reads it.
  ///   - likelihood: p(x | z), as `LikelihoodSpec` reads it.
  ///   - observations: at least one, each finite or an interval, and possible under the likelihood.
  /// - Throws: ``InferenceError/model(_:)`` for texts or observations that make none.
  @_disfavoredOverload
  public init(
    prior: String, likelihood: String, observations: [Observation]
  ) throws(InferenceError) {
    let (density, conditional): (any Distribution, ConditionalDensity)
    do throws(SpecError) {
      density = try DistributionSpec.parse(prior)
    } catch {
      throw .model(.prior(error))
    }
    do throws(SpecError) {
      conditional = try LikelihoodSpec.parse(likelihood)
    } catch {
      throw .model(.likelihood(error))
    }
    try self.init(prior: density, likelihood: conditional, observations: observations)
  }
}

extension Model {
  /// log p(x, z) as a function of z, where prior and likelihood are quadratic, or the log joint density
  /// is; `nil` where it is constant too.
  var exponent: QuadraticExponent? {
    let exponent: QuadraticExponent?
    if let prior, let logLikelihood {
      guard let own = prior.quadraticExponent,
        let other = logLikelihood.quadraticExponent(on: support)
      else { return nil }
      exponent = own + other
    } else {
      exponent = logJoint.quadraticExponent(on: support)
    }
    return exponent.flatMap { $0.isFlat ? nil : $0 }
  }
}

extension Distribution {
  /// The family's own exponent, or that of the formula, where it is quadratic.
  var quadraticExponent: QuadraticExponent? {
    exponent ?? formula.quadraticExponent(on: support)
  }
}

extension ConditionalDensity {
  /// N(z, 1), the likelihood of the exercise sheet.
  fileprivate var isUnitNormal: Bool { self == .unitNormal }
}

extension Model: CustomStringConvertible {
  /// As in "x | z ~ poisson(z), x = count (200 rows)".
  private static func text(_ rows: ObservedRows) -> String {
    let density = rows.likelihood == nil ? "log p(x | z) = \(rows.text)" : "x | z ~ \(rows.text)"
    let x = rows.name.map { ", x = \($0)" } ?? ""
    return "\(density)\(x) (\(rows.count) \(rows.count == 1 ? "row" : "rows"))"
  }

  /// As in "z ~ normal(0.0, 1.0), x | z ~ normal(2*z + 1, 0.5), x = 0.3, 1.2"; of more than ten
  /// observations the first three and their number.
  public var description: String {
    let text =
      if let prior, !rows.isEmpty {
        "z ~ \(prior), "
          + rows.map(Model.text).joined(separator: ", ")
      } else if let prior, let likelihood {
        "z ~ \(prior), x | z ~ \(likelihood)"
      } else {
        "log p(x, z) = \(logJointText ?? ""), z in \(support)"
      }
    guard !observations.isEmpty else { return text }
    let shown = observations.count > 10 ? 3 : observations.count
    let list = observations.prefix(shown).map { "\($0)" }.joined(separator: ", ")
    let more = shown < observations.count ? ", … (\(observations.count) observations)" : ""
    return "\(text), x = \(list)\(more)"
  }
}
