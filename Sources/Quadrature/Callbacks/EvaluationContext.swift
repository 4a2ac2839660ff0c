// SPDX-License-Identifier: GPL-3.0-or-later

/// What a C callback sees of a Swift integrand: the closure, and the first thing that went wrong.
///
/// The first value that is not finite is latched; from then on the closure is not called and the
/// integrand is 0, which ends every routine soonest (NaN would cost QAGS 42,000 evaluations, and
/// CQUAD would call it 0 ± 0).
///
/// Noncopyable, and on the stack of the integration: a callback that reaches it through a pointer
/// can only borrow the closure, which spares a retain and a release per evaluation.
struct EvaluationContext: ~Copyable {
  private var body: (Double) -> Double
  private let substitution: Substitution?
  /// The ends at which any value is handed on: CQUAD leaves out nodes that are not finite.
  var lenientEnds: (lower: Double, upper: Double)?
  private(set) var evaluations = 0
  /// The first value that was not finite.
  private(set) var offence: (z: Double, value: Double)?
  /// What the bisections before QAGS know of the integrand.
  private var known: Bisection?

  init(
    _ body: @escaping (Double) -> Double, substitution: Substitution?, known: Bisection? = nil
  ) {
    self.body = body
    self.substitution = substitution
    self.known = known
  }

  /// What GSL calls.
  var callback: DirectIntegrand.Callback {
    if substitution != nil { return unsafe ContextCallback.substituted }
    return unsafe known == nil ? ContextCallback.plain : ContextCallback.recalling
  }

  /// The integrand at z.
  @inline(__always)
  mutating func evaluate(at z: Double) -> Double {
    evaluations &+= 1
    let value = body(z)
    // As isFinite, in one comparison.
    return abs(value) <= .greatestFiniteMagnitude ? value : latch(z, value)
  }

  /// The integrand at the next node of QAGS, which is not asked where it is known.
  mutating func evaluate(recalling z: Double) -> Double {
    known?.recall(z) ?? evaluate(at: z)
  }

  /// The integrand at z(u), times dz/du; for the whole line, both halves folded together.
  mutating func evaluate(substituting u: Double) -> Double {
    guard let substitution else { return evaluate(at: u) }
    var image = substitution(u)
    let value = evaluate(at: image)
    guard case .bothTails = substitution else { return value }
    image.z = -image.z
    return value + evaluate(at: image)
  }

  private mutating func evaluate(at image: Substitution.Image) -> Double {
    let density = evaluate(at: image.z)
    guard density != 0 else { return 0 }
    let value = image.product(density)
    return value.isFinite ? value : latch(image.z, value)
  }

  @inline(never)
  private mutating func latch(_ z: Double, _ value: Double) -> Double {
    if let ends = lenientEnds, z == ends.lower || z == ends.upper,
      value.bitPattern != Double.ofCaughtError.bitPattern
    {
      return value
    }
    if offence == nil { offence = (z, value) }
    body = { _ in 0 }
    return 0
  }
}

/// The callbacks that hand an ``EvaluationContext`` to GSL.
enum ContextCallback {
  static let plain: DirectIntegrand.Callback = { z, context in
    unsafe context.assumingMemoryBound(to: EvaluationContext.self).pointee.evaluate(at: z)
  }

  static let recalling: DirectIntegrand.Callback = { z, context in
    unsafe context.assumingMemoryBound(to: EvaluationContext.self).pointee.evaluate(recalling: z)
  }

  static let substituted: DirectIntegrand.Callback = { u, context in
    unsafe context.assumingMemoryBound(to: EvaluationContext.self).pointee
      .evaluate(substituting: u)
  }
}
