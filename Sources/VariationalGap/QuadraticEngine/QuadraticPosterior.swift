// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A quantity, and what it cost.
struct Computed {
  var estimate: Estimate
  var evaluations: Int
  var hasRoundoff = false
}

/// The posterior of a model whose log joint is quadratic in z: its normaliser, once per (model, x).
struct QuadraticPosterior {
  let joint: QuadraticExponent
  let support: Interval
  let form: CentredQuadratic
  /// ∫ exp(λε − κε²) dε.
  var normalizer: Estimate
  /// log p(x) − log p(x, mode): the log of the posterior's volume.
  var logVolume: DoubleDouble
  /// log p(x), in 31 digits.
  let sharpLogEvidence: LogProbability
  let logEvidence: Computed

  init(
    joint: QuadraticExponent, support: Interval, accuracy: Accuracy = .full,
    workspace: inout Workspace
  ) throws(InferenceError) {
    self.joint = joint
    self.support = support
    form = try CentredQuadratic(
      joint, on: support, quantity: "log p(x, z)", accuracy: accuracy)
    let (volume, integral) = try form.normalizer(workspace: &workspace, of: "p(x)")
    normalizer = Estimate(volume.head, error: integral.error)
    logVolume = .log(form.unit) + .log(volume.head) + DoubleDouble(volume.tail / volume.head)
    // The logarithms round in the 31st digit: nothing beside the 4 ulp in the normaliser's error.
    sharpLogEvidence = LogProbability(
      form.peak + logVolume,
      error: normalizer.relativeError * (1 + normalizer.relativeError) + form.constantError)
    logEvidence = Computed(
      estimate: Estimate(sharpLogEvidence.value, error: sharpLogEvidence.error),
      evaluations: integral.evaluations, hasRoundoff: integral.status == .roundoff)
  }

  /// log p(x, z) − log q(z) seen from the mode of q, q's local form, and E_q of it.
  struct Comparison {
    let support: Interval
    let form: CentredQuadratic
    /// log of q's normalising factor as a density of ε.
    let logNormalizer: Double
    /// log p(x, z) − log q(z) = constant + linear·ε + quadratic·ε².
    let constant: DoubleDouble
    let constantError: Double
    let linear: Double
    let quadratic: Double
    /// A bound on E_q of the rounding of linear·ε + quadratic·ε² where squares of joint and q cancel.
    let cancellation: Double
    /// E_q[linear·ε + quadratic·ε²], by quadrature.
    let mean: Estimate
    private let exactMean: DoubleDouble
    let evaluations: Int
    let hasRoundoff: Bool

    /// linear·ε + quadratic·ε² less a constant.
    func ratio(less offset: Double) -> LogRatio {
      LogRatio(linear: linear, quadratic: quadratic, offset: offset)
    }

    init(
      joint: QuadraticExponent, family: QuadraticExponent, on support: Interval,
      accuracy: Accuracy, workspace: inout Workspace
    ) throws(InferenceError) {
      let form = try CentredQuadratic(
        family, on: support, quantity: "log q(z)", accuracy: accuracy)
      let ratio = joint - family
      let constant = ratio(form.centre)
      let lost = ratio.cancellation(at: form.centre.head)
      let (length, unit) = (form.length, form.unit)
      try self.init(
        support: support, form: form, constant: constant,
        constantError: ratio.error(of: constant, at: form.centre.head),
        linear: ratio.slope(at: form.centre).head * form.unit,
        quadratic: ratio.naturalParameters.quadratic.head * form.unit * form.unit,
        cancellation: length * unit * (lost.slope + 2 * length * unit * lost.quadratic),
        workspace: &workspace)
    }

    init(
      support: Interval, form: CentredQuadratic, constant: DoubleDouble, constantError: Double,
      linear: Double, quadratic: Double, cancellation: Double = 0, workspace: inout Workspace
    ) throws(InferenceError) {
      guard constant.isFinite, linear.isFinite, quadratic.isFinite else {
        throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
      }
      self.support = support
      self.form = form
      self.constant = constant
      self.constantError = constantError
      self.linear = linear
      self.quadratic = quadratic
      self.cancellation = cancellation
      logNormalizer = (form.peak + .log(form.unit)).head
      let moment = try Self.moment(
        of: form, logNormalizer: logNormalizer, linear: linear, quadratic: quadratic,
        workspace: &workspace)
      (exactMean, mean) = (moment.exact, moment.mean)
      evaluations = moment.integral.evaluations
      hasRoundoff = moment.integral.status == .roundoff
      guard mean.isFinite else {
        throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
      }
    }

    /// E_q[linear·ε + quadratic·ε²].
    static func moment(
      of form: CentredQuadratic, logNormalizer: Double, linear: Double, quadratic: Double,
      workspace: inout Workspace
    ) throws(InferenceError) -> (exact: DoubleDouble, mean: Estimate, integral: Integral) {
      let (accuracy, window) = (form.accuracy, form.window(drop: form.accuracy.momentDrop))
      let normalizer = exponential(logNormalizer)
      // What an exponential bell would give is taken out first, exactly, so that quadrature and
      // normaliser round only the rest; any baseline would do.
      let decay = form.bell.linear
      let baseline =
        form.bell.quadratic == 0 && decay != 0 ? (2 * quadratic / decay - linear) / decay : 0
      // The terms may cancel: what counts is the error relative to their magnitude.
      let length = form.length
      let magnitude = length * (abs(linear) + 2 * length * abs(quadratic))
      guard magnitude.isFinite else {
        throw .overflow(quantity: "the ELBO, E_q[log p(x, z) − log q(z)],")
      }
      let integral = try workspace.integrate(
        BellMoment(
          bell: form.bell, constant: -baseline, linear: linear, quadratic: quadratic),
        over: form.panels(window, drops: (nil, 12)), relative: accuracy.relative,
        absolute: accuracy.relative * magnitude,
        of: "the ELBO, E_q[log p(x, z) − log q(z)],")
      let tails = form.tails(outside: window)
      let tail =
        abs(baseline) * tails.mass + abs(linear) * tails.first + abs(quadratic) * tails.second
      let exact = DoubleDouble(baseline) + DoubleDouble(integral.value * normalizer)
      // QUADPACK's 50 ulp of E|integrand| are more than what Horner's scheme and the coefficients round.
      let error = (integral.error + tail) * normalizer + form.constantError * magnitude
      return (exact, Estimate(exact.head, error: error), integral)
    }

    /// The ELBO: constant + E_q[linear·ε + quadratic·ε²].
    var elbo: Computed {
      Computed(
        estimate: Estimate(
          constant + exactMean, error: mean.error + constantError + cancellation),
        evaluations: evaluations, hasRoundoff: hasRoundoff)
    }

    /// Whether q is the posterior, up to the rounding of its parameters to doubles: a few units of the
    /// last place of η₂, and of η₁ about 0.
    ///
    /// An exponential q has η₂ = 0, which no rounding makes that of a bell.
    func isTight(as posterior: QuadraticPosterior) -> Bool {
      guard support == posterior.support else { return false }
      let unit = 2 * Double.ulpOfOne
      let own = form.bell.quadratic
      guard abs(quadratic) <= unit * own || (quadratic == 0 && own == 0) else { return false }
      let slope = abs(form.bell.linear) + 2 * own * abs(form.centre.head / form.unit)
      let isBell = posterior.joint.naturalParameters.quadratic.head < 0
      return isBell == (own > 0) && abs(linear) <= unit * slope
    }

    /// A bound on E_q[|bε| + |cε²| + |a|], what the rounding of log p/q is relative to.
    func roundingScale(offset: Double) -> Double {
      form.length * (abs(linear) + 2 * form.length * abs(quadratic)) + abs(offset)
    }
  }

  /// ELBO, KL and log p(x) for a q.
  func gap(
    of family: QuadraticExponent, on support: Interval, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    let comparison = try compare(with: family, on: support, workspace: &workspace)
    let divergence = try divergence(of: comparison, workspace: &workspace)
    return Gap(
      logEvidence: logEvidence, elbo: comparison.elbo, divergence: divergence,
      errorKind: .estimated, isTight: comparison.isTight(as: self))
  }

  func compare(
    with family: QuadraticExponent, on support: Interval, workspace: inout Workspace
  ) throws(InferenceError) -> Comparison {
    guard self.support.contains(support) else {
      throw .infinite(
        quantity: "KL(q‖posterior)",
        reason: "q puts mass on \(support), the posterior only on \(self.support)")
    }
    return try Comparison(
      joint: joint, family: family, on: support, accuracy: form.accuracy, workspace: &workspace)
  }

  /// KL(Exp(φ*)‖posterior) for the exercise sheet's model, at the exact φ*.
  ///
  /// φ*² + mφ* = 2, so that log w = const + 2ε/φ*² − ½ε²/φ*² in the noise ε = φ*z: φ* enters through
  /// 1/φ*² alone, and its rounding as that of any factor, where m + φ* would lose every digit.
  func divergenceAtBest(
    _ family: Exponential, workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    let mean = 1 / family.rate
    let logRate = DoubleDouble.log(family.rate)
    let comparison = try Comparison(
      support: .positive, form: CentredQuadratic(exponentialWithMean: mean, logRate: logRate),
      constant: joint(DoubleDouble(0)) - logRate, constantError: joint.constantError,
      linear: 2 * mean * mean, quadratic: -0.5 * mean * mean, workspace: &workspace)
    var divergence = try divergence(of: comparison, workspace: &workspace)
    divergence.evaluations += comparison.evaluations
    return divergence
  }

  /// KL(q‖posterior) by its own, non-negative integral.
  func divergence(
    of comparison: Comparison, workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    let logRatioNormalizer = logRatioNormalizer(of: comparison)
    let rough = logRatioNormalizer - comparison.mean.value
    guard rough.isFinite else { throw .overflow(quantity: "KL(q‖posterior)") }
    // The rounding of `rough` may be all there is of it, where KL is tiny; that is near.
    return rough < 1 && comparison.support == support
      ? try nearDivergence(of: comparison, workspace: &workspace)
      : try farDivergence(
        of: comparison, rough: rough, logRatioNormalizer: logRatioNormalizer,
        workspace: &workspace)
  }

  /// log p(x) − [log p(x, z) − log q(z)] at the mode of q.
  ///
  /// By the difference of log p(x, ·) between the two modes, (z₁ − z₂)(η₁ + η₂(z₁ + z₂)): the terms
  /// that both have, such as ½x², do not appear.
  private func logRatioNormalizer(of comparison: Comparison) -> Double {
    let natural = joint.naturalParameters
    let (own, other) = (form.centre, comparison.form.centre)
    let rise = (own - other) * (natural.linear + natural.quadratic * (own + other))
    return (rise + logVolume + comparison.form.peak).head
  }

  /// The posterior's window, in the ε of another form.
  private func window(drop: Double, in other: CentredQuadratic) -> (lower: Double, upper: Double) {
    let own = form.window(drop: drop)
    let offset = other.local(form.centre)
    func moved(_ e: Double) -> Double { offset + e * (form.unit / other.unit) }
    return (
      max(moved(own.lower), other.support.lower), min(moved(own.upper), other.support.upper)
    )
  }

  /// KL = log(1 + E_q[expm1(u) − u]), u = log w − E_q[log w]: Jensen's gap of the log weight.
  ///
  /// An error δ of E_q[log w] changes the result by δ·KL + δ²/2 only, and there is no other input: the
  /// relative accuracy holds down to KL = 1e-300.
  private func nearDivergence(
    of comparison: Comparison, workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    let family = comparison.form
    let accuracy = form.accuracy
    let own = family.window(drop: accuracy.divergenceDrop)
    let other = window(drop: accuracy.divergenceDrop, in: family)
    let (lower, upper) = (min(own.lower, other.lower), max(own.upper, other.upper))
    let integral = try workspace.integrate(
      NearDivergence(
        bell: family.bell, ratio: comparison.ratio(less: comparison.mean.value)),
      over: family.panels((lower, upper), drops: (12, nil)), relative: accuracy.relative,
      rule: .points41, of: "KL(q‖posterior)")
    let normalizer = exponential(comparison.logNormalizer)
    let jensen = integral.value * normalizer
    guard jensen.isFinite else { throw .overflow(quantity: "KL(q‖posterior)") }
    let value = logarithm(onePlus: jensen)
    let tail = tailOfNearDivergence(comparison, lower: lower, upper: upper)
    // The rounding of u is relative to its terms; it enters through |eᵘ − 1| ≤ 2√(expm1(u) − u) where
    // |u| ≤ 1, and so, by Cauchy and Schwarz, through √(KL·E_q[terms²]).
    let scale = comparison.roundingScale(offset: comparison.mean.value)
    let sensitivity = min(3 * value.squareRoot(), 2)
    // That of the value is less: √KL ≤ 2·scale where KL is small, and QUADPACK adds 50 ulp elsewhere.
    let rounding =
      8 * .ulpOfOne * sensitivity * scale
      + comparison.cancellation * (sensitivity + comparison.cancellation)
    let normalization = family.constantError * value * (1 + abs(comparison.mean.value))
    let error =
      (integral.error + tail) * normalizer + rounding + comparison.mean.error
      * (value + comparison.mean.error)
      + normalization
      + Accuracy.subnormalRounding
    return Computed(
      estimate: Estimate(value, error: error), evaluations: integral.evaluations,
      hasRoundoff: integral.status == .roundoff)
  }

  /// A bound on what lies outside the window: expm1(u) − u ≤ ½u²·max(1, eᵘ).
  private func tailOfNearDivergence(
    _ comparison: Comparison, lower: Double, upper: Double
  ) -> Double {
    let bell = comparison.form.bell
    func beyond(_ w: Double, end: Double) -> Double {
      guard abs(w) < abs(end) else { return 0 }
      let sign = w < 0 ? -1.0 : 1.0
      let u = comparison.ratio(less: comparison.mean.value).value(w)
      let magnitude =
        abs(comparison.linear * w) + abs(comparison.quadratic) * w * w + abs(comparison.mean.value)
      let slopeOfQ = (2 * bell.quadratic * w - bell.linear) * sign - 4 / abs(w)
      let slopeOfP = slopeOfQ - (comparison.linear + 2 * comparison.quadratic * w) * sign
      guard slopeOfQ > 0, slopeOfP > 0 else { return .infinity }
      let q = exponential(bell.exponent(w)) / slopeOfQ
      let p = exponential(bell.exponent(w) + u) / slopeOfP
      return 0.5 * magnitude * magnitude * (q + p)
    }
    return beyond(lower, end: comparison.form.support.lower)
      + beyond(upper, end: comparison.form.support.upper)
  }

  /// KL = ∫ (p − q − q·log p/q), over q's window in q's variable and over the rest of the
  /// posterior's window in its own.
  ///
  /// The second part is mass of the posterior that q does not reach. An error δ of log p(x) enters
  /// as δ²/2.
  private func farDivergence(
    of comparison: Comparison, rough: Double, logRatioNormalizer: Double,
    workspace: inout Workspace
  ) throws(InferenceError) -> Computed {
    let family = comparison.form
    let accuracy = form.accuracy
    let own = family.window(drop: accuracy.divergenceDrop)
    let bulk = window(drop: accuracy.normalizerDrop, in: family)
    var panels = Panels(own.lower, 0, own.upper)
    if own.lower <= bulk.lower && bulk.lower <= own.upper { panels.insert(bulk.lower) }
    if own.lower <= bulk.upper && bulk.upper <= own.upper { panels.insert(bulk.upper) }
    let absolute = accuracy.relativeWhereFar * rough
    let integrand = FarDivergence(
      bell: family.bell, logNormalizer: comparison.logNormalizer,
      ratio: comparison.ratio(less: logRatioNormalizer),
      logPeak: (.log(family.unit) - logVolume).head)
    var total = try workspace.integrate(
      integrand, over: panels, relative: accuracy.relative, absolute: absolute,
      rule: .points51, of: "KL(q‖posterior)")
    let posterior = form.window(drop: accuracy.normalizerDrop)
    total += try mass(
      outside: (
        form.local(family.centre + DoubleDouble(own.lower * family.unit)),
        form.local(family.centre + DoubleDouble(own.upper * family.unit))
      ), window: posterior, absolute: absolute, workspace: &workspace)
    guard total.value.isFinite else { throw .overflow(quantity: "KL(q‖posterior)") }
    let tails = family.tails(outside: own)
    let tail =
      exponential(comparison.logNormalizer)
      * ((1 + abs(logRatioNormalizer)) * tails.mass + abs(comparison.linear) * tails.first
        + abs(comparison.quadratic) * tails.second)
      + form.tail(outside: posterior) / normalizer.value
    // With T the terms of t, log p/q rounds by 2.5 ulp of T, which enters through |eᵗ − 1|. Under q, T is
    // t but for a factor below 10, and under p, in q's window, its mean is at most 10 KL where KL ≥ 1:
    // QUADPACK's 50 ulp of KL are more.
    return Computed(
      estimate: Estimate(
        total.value,
        error: total.error + tail
          + (family.constantError + comparison.cancellation)
          * (abs(total.value) + min(3 * abs(total.value).squareRoot(), 2))),
      evaluations: total.evaluations, hasRoundoff: total.status == .roundoff)
  }

  /// The mass of the posterior in its window, outside of an interval of its own ε.
  private func mass(
    outside edges: (lower: Double, upper: Double), window: (lower: Double, upper: Double),
    absolute: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Integral {
    if edges.upper <= window.lower || window.upper <= edges.lower {
      // All of it, and it is normalised by that very integral.
      return Integral(value: 1, error: normalizer.relativeError, evaluations: 0, intervals: 0)
    }
    var total = Integral.empty
    func add(_ lower: Double, _ upper: Double) throws(InferenceError) {
      guard lower < upper else { return }
      total += try workspace.integrate(
        BellMoment(bell: form.bell), over: form.panels((lower, upper), drops: (nil, nil)),
        relative: form.accuracy.relative, absolute: absolute * normalizer.value, rule: .points41,
        of: "KL(q‖posterior)")
    }
    try add(window.lower, min(edges.lower, window.upper))
    try add(max(edges.upper, window.lower), window.upper)
    total.value /= normalizer.value
    total.error = total.error / normalizer.value + total.value * normalizer.relativeError
    return total
  }
}
