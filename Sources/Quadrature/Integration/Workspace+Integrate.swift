// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Workspace {
  /// Integrates a function of one variable.
  ///
  /// A reversed interval gives the negative integral, an empty one 0 ± 0.
  ///
  /// Unless the suspicion is ignored, the integrand is looked at again, where it need not be weighted: on
  /// steps of a thousandth of the scale (on an infinite interval a thousandth of the distance from the centre
  /// where that is larger, to 1000 scales, and a hundredth to 10⁵). What is narrower or farther is seen by
  /// nothing. The front door takes the better of two values where a routine of its own choice missed something;
  /// a routine that was called by name keeps its value, and ``Integral/suspicion`` says what the look found.
  ///
  /// - Parameters:
  ///   - lower: where the integral starts: a finite number or an infinity.
  ///   - upper: where it ends, above or below the start.
  ///   - breakpoints: points of the interval where the integrand is difficult, in any order.
  ///   - routine: the integrator; by default the front door picks one.
  ///   - tolerance: when the routine may stop.
  ///   - scale: the width of what is to be found, in units of z, positive; the length of a finite interval without
  ///     one, 1 on an infinite one.
  ///   - centre: about where the mass is, inside the interval; without one, the finite end of half a line, or 0.
  ///   - onSuspicion: whether to look again, and what to do about what is found.
  ///   - integrand: the function of z; its values have to be finite (for CQUAD, except at the ends).
  /// - Returns: the integral with GSL's estimate of the error, which is no proof: see
  ///   ``Integral/error``.
  /// - Throws: ``QuadratureError``; one that is not converged carries the best estimate.
  public mutating func integrate(
    from lower: Double, to upper: Double, breakpoints: [Double] = [],
    using routine: Routine = .automatic, tolerance: Tolerance = .standard,
    scale: Double? = nil, centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
    _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> Integral {
    guard !lower.isNaN, !upper.isNaN else {
      throw .invalidInterval(from: lower, to: upper, requirement: "its ends must be numbers")
    }
    try routine.check(tolerance)
    // What is asked for most often in inner loops: nothing is there to be looked at, or to be split.
    if case .automatic = routine, case .ignore = onSuspicion, scale == nil, centre == nil,
      breakpoints.isEmpty, lower < upper, (upper - lower).isFinite
    {
      return try bisect(from: lower, to: upper, tolerance, integrand).doubted(by: tolerance)
    }
    let (a, b) = (min(lower, upper), max(lower, upper))
    let hints = try IntegrandHints(scale: scale, centre: centre, from: a, to: b)
    guard lower != upper else { return .empty }
    let points =
      routine == .automatic ? hints.breakpoints(from: a, to: b, beside: breakpoints) : breakpoints
    var integral: Integral
    if routine == .automatic, points.isEmpty, (b - a).isFinite {
      integral = try bisect(from: a, to: b, tolerance, integrand)
    } else {
      let partition = try Partition(routine: routine, from: a, to: b, breakpoints: points)
      integral = try call(partition, tolerance, integrand)
    }
    if onSuspicion != .ignore, routine.isPlain {
      integral = try inspected(
        integral, from: a, to: b, breakpoints: breakpoints, hints, tolerance,
        mayReplace: routine == .automatic, integrand)
    }
    integral = integral.doubted(by: tolerance)
    return try (lower < upper ? integral : -integral).answering(onSuspicion)
  }

  /// Integrates a function of one variable that may throw.
  ///
  /// As ``integrate(from:to:breakpoints:using:tolerance:scale:centre:onSuspicion:_:)-(_,_,_,_,_,_,_,_,(Double)->Double)``.
  /// An error of the integrand arrives unchanged, and the integrand is not evaluated after it.
  public mutating func integrate(
    from lower: Double, to upper: Double, breakpoints: [Double] = [],
    using routine: Routine = .automatic, tolerance: Tolerance = .standard,
    scale: Double? = nil, centre: Double? = nil, onSuspicion: SuspicionResponse = .report,
    _ integrand: (Double) throws -> Double
  ) throws -> Integral {
    try catching(integrand) { integrand throws(QuadratureError) in
      try integrate(
        from: lower, to: upper, breakpoints: breakpoints, using: routine, tolerance: tolerance,
        scale: scale, centre: centre, onSuspicion: onSuspicion, integrand)
    }
  }

  /// The integral over a finite interval by a few bisections, or by QAGS where these do not suffice.
  private mutating func bisect(
    from a: Double, to b: Double, _ tolerance: Tolerance, _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> Integral {
    var bisection = unsafe Bisection(samples)
    if let found = try bisection.integral(from: a, to: b, limit: limit, tolerance, integrand) {
      return Integral(
        value: found.estimate.value, error: found.estimate.error,
        evaluations: bisection.evaluations, intervals: found.intervals)
    }
    let partition = try Partition(routine: .qags, from: a, to: b, breakpoints: [])
    return try call(partition, tolerance, known: bisection, integrand)
  }

  /// The integral by the routine alone.
  ///
  /// - Parameter known: what bisections before QAGS know of the integrand.
  mutating func call(
    _ partition: Partition, _ tolerance: Tolerance, known: Bisection? = nil,
    _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> Integral {
    return try withoutActuallyEscaping(integrand) { integrand in
      Result { () throws(QuadratureError) in
        var context = EvaluationContext(
          integrand, substitution: partition.substitution, known: known)
        if partition.routine == .cquad, partition.substitution == nil {
          context.lenientEnds = (partition.lower, partition.upper)
        }
        let raw = unsafe try call(partition, tolerance, &context)
        if let offence = context.offence {
          throw .nonFiniteIntegrand(at: offence.z, value: offence.value)
        }
        return try raw.judged(
          by: tolerance, evaluations: context.evaluations + (known?.evaluations ?? 0))
      }
    }.get()
  }

  /// Calls the routine of GSL. The tolerance has been checked, the partition resolved.
  private mutating func call(
    _ partition: Partition, _ tolerance: Tolerance,
    _ context: UnsafeMutablePointer<EvaluationContext>
  ) throws(QuadratureError) -> RawIntegral {
    let (a, b) = (partition.lower, partition.upper)
    let (absolute, relative) = (tolerance.absolute, tolerance.relative)
    var function = unsafe gsl_function(
      function: gslCallback(context.pointee.callback), params: context)
    var raw = RawIntegral()
    switch partition.routine {
    case .qng:
      var count = 0
      raw.status = unsafe gsl_integration_qng(
        &function, a, b, absolute, relative, &raw.value, &raw.error, &count)
      raw.intervals = 1
      return raw
    case .qag(let rule):
      raw.status = unsafe gsl_integration_qag(
        &function, a, b, absolute, relative, limit, rule.key, adaptive, &raw.value, &raw.error)
    case .qags, .automatic:
      raw.status = unsafe gsl_integration_qags(
        &function, a, b, absolute, relative, limit, adaptive, &raw.value, &raw.error)
    case .qagp:
      var points = partition.points
      guard points.count <= limit else {
        throw .invalidParameter(
          name: "the number of intervals between breakpoints", value: Double(points.count - 1),
          requirement: "below the limit of \(limit) subintervals")
      }
      raw.status = unsafe gsl_integration_qagp(
        &function, &points, points.count, absolute, relative, limit, adaptive, &raw.value,
        &raw.error)
    case .qagi:
      raw.status = unsafe gsl_integration_qagi(
        &function, absolute, relative, limit, adaptive, &raw.value, &raw.error)
    case .qagiu:
      raw.status = unsafe gsl_integration_qagiu(
        &function, a, absolute, relative, limit, adaptive, &raw.value, &raw.error)
    case .qagil:
      raw.status = unsafe gsl_integration_qagil(
        &function, b, absolute, relative, limit, adaptive, &raw.value, &raw.error)
    case .cquad:
      let table = unsafe try cquad()
      var brake = unsafe CQUADBrake(
        context, table, budget: partition.budget ?? 100 * max(limit, 1000))
      defer { brake.release() }
      unsafe withUnsafeMutablePointer(to: &brake) { brake in
        var function = unsafe gsl_function(
          function: gslCallback(CQUADBrake.callback), params: brake)
        var count = 0
        raw.status = unsafe gsl_integration_cquad(
          &function, a, b, absolute, relative, table, &raw.value, &raw.error, &count)
      }
      if brake.isSpent { raw.status = Int32(GSL_EMAXITER) }
      return raw
    case .romberg(let levels):
      let table = unsafe try romberg(levels: levels)
      var count = 0
      raw.status = unsafe gsl_integration_romberg(
        &function, a, b, absolute, relative, &raw.value, &count, table)
      unsafe raw.readRombergError(from: table, evaluations: count)
      return raw
    case .qawc(let singularity):
      guard singularity.isFinite, singularity != a, singularity != b else {
        throw .invalidParameter(
          name: "the singularity of QAWC", value: singularity,
          requirement: "a finite number and not an end of the interval")
      }
      raw.status = unsafe gsl_integration_qawc(
        &function, a, b, singularity, absolute, relative, limit, adaptive, &raw.value, &raw.error)
    case .qaws(let weight):
      // GSL bisects twice before it looks at the limit, and writes past the end of a smaller workspace.
      guard limit >= 3 else {
        throw .invalidParameter(
          name: "limit", value: Double(limit), requirement: "at least 3 for QAWS")
      }
      raw.status = unsafe gsl_integration_qaws(
        &function, a, b, try qaws(weight), absolute, relative, limit, adaptive, &raw.value,
        &raw.error)
    case .qawo(let oscillation):
      raw.status = unsafe gsl_integration_qawo(
        &function, a, absolute, relative, limit, adaptive, try qawo(oscillation, length: b - a),
        &raw.value, &raw.error)
    case .qawf(let oscillation):
      raw.status = unsafe gsl_integration_qawf(
        &function, a, absolute, limit, adaptive, try cycles(), try qawo(oscillation, length: 1),
        &raw.value, &raw.error)
    }
    unsafe raw.intervals = adaptive.pointee.size
    return raw
  }
}
