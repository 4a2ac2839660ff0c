// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The formula as a polynomial of degree two at most, where it is one on a whole interval: a log
  /// density that is quadratic in z, however it was written.
  ///
  /// `-0.5*((1.5 - (2*z + 1))/0.5)^2` is −8(z − 0.25)², in coefficients of 31 digits. Squares are added
  /// about a centre of their own, so that nothing cancels that would not cancel anyway: the sum of
  /// −½(z − xᵢ)² over any number of observations is as accurate as each. The errors of the coefficients
  /// are those of the operations that led to them, and the constant's is no smaller than that of a
  /// family's own exponent.
  ///
  /// - Parameter support: where it has to be one. A condition that holds there is left out, and the
  ///   magnitude of what has one sign there.
  /// - Returns: `nil` where the formula is no such polynomial, or its coefficients do not fit in doubles.
  public func quadraticExponent(on support: Interval) -> QuadraticExponent? {
    Parabola(self, on: support)?.exponent
  }
}

/// k (z − m)² + l z + c.
private struct Parabola {
  private var coefficient = RoundedNumber(0)
  private var centre = RoundedNumber(0)
  private var linear = RoundedNumber(0)
  private var constant = RoundedNumber(0)

  private var isLine: Bool { coefficient.isZero }
  private var isNumber: Bool { isLine && linear.isZero }

  private init() {}

  private init(linear: RoundedNumber, constant: RoundedNumber) {
    self.linear = linear
    self.constant = constant
  }

  init?(_ formula: Formula, on support: Interval) {
    switch formula {
    case .constant(let value):
      self.init(linear: RoundedNumber(0), constant: RoundedNumber(value))
    case .latent: self.init(linear: RoundedNumber(1), constant: RoundedNumber(0))
    case .parameter, .power, .logSumExp: return nil
    case .negative(let a):
      guard let a = Parabola(a, on: support) else { return nil }
      self = a.scaled { -$0 }
    case .sum(let a, let b):
      guard let a = Parabola(a, on: support), let b = Parabola(b, on: support) else { return nil }
      self = a + b
    case .difference(let a, let b):
      guard let a = Parabola(a, on: support), let b = Parabola(b, on: support) else { return nil }
      self = a + b.scaled { -$0 }
    case .product(let a, let b):
      guard let a = Parabola(a, on: support), let b = Parabola(b, on: support),
        let product = a.product(b)
      else { return nil }
      self = product
    case .quotient(let a, let b):
      guard let a = Parabola(a, on: support), let b = Parabola(b, on: support), b.isNumber
      else { return nil }
      self = a.scaled { $0 / b.constant }
    case .function(.square, let a):
      guard let a = Parabola(a, on: support), let square = a.product(a) else { return nil }
      self = square
    case .function(.magnitude, let a):
      guard let a = Parabola(a, on: support) else { return nil }
      let opposite = a.scaled { -$0 }
      if a.isPositive(on: support) {
        self = a
      } else if opposite.isPositive(on: support) {
        self = opposite
      } else {
        return nil
      }
    case .function, .choice: return nil
    case .restricted(let a, let condition):
      guard let condition = Parabola(condition, on: support), condition.isPositive(on: support)
      else { return nil }
      self.init(a, on: support)
    }
  }

  /// Every coefficient put through a multiplication.
  private func scaled(by scale: (RoundedNumber) -> RoundedNumber) -> Parabola {
    var scaled = self
    scaled.coefficient = scale(coefficient)
    scaled.linear = scale(linear)
    scaled.constant = scale(constant)
    return scaled
  }

  /// Whether a line is above 0 on all of an open interval; a parabola is not asked.
  private func isPositive(on support: Interval) -> Bool {
    guard isLine else { return false }
    if isNumber { return constant.isNotNegative && constant.value.head > 0 }
    func isNotNegative(at end: Double, _ sign: Double) -> Bool {
      end.isFinite
        ? (linear * RoundedNumber(end) + constant).isNotNegative
        : (linear * RoundedNumber(sign)).isNotNegative
    }
    return isNotNegative(at: support.lower, -1) && isNotNegative(at: support.upper, 1)
  }

  /// Two squares of one sign become one about their common centre,
  ///
  /// ```text
  /// k₁(z − a)² + k₂(z − b)² = k(z − a − s)² + k₁s(b − a),   k = k₁ + k₂,  s = (b − a)k₂/k
  /// ```
  ///
  /// in which nothing cancels. Of two signs the smaller is multiplied out about the other's centre.
  static func + (a: Parabola, b: Parabola) -> Parabola {
    var sum = Parabola(linear: a.linear + b.linear, constant: a.constant + b.constant)
    sum.coefficient = a.coefficient + b.coefficient
    let (first, second) =
      abs(a.coefficient.value.head) >= abs(b.coefficient.value.head) ? (a, b) : (b, a)
    sum.centre = first.centre
    let step = second.centre - first.centre
    guard !second.isLine, !step.isZero else { return sum }
    if (first.coefficient.value.head < 0) == (second.coefficient.value.head < 0) {
      let share = second.coefficient / sum.coefficient
      sum.centre = first.centre.moved(by: share, towards: second.centre)
      sum.constant = sum.constant + first.coefficient * share * step * step
    } else {
      sum.linear = sum.linear - second.coefficient * step * RoundedNumber(2)
      sum.constant =
        sum.constant + second.coefficient * step * (second.centre + first.centre)
    }
    return sum
  }

  /// Of two lines, a₁a₂((z − m)² − h²), m the middle of their zeros and h half their distance.
  private func product(_ other: Parabola) -> Parabola? {
    if isNumber { return other.scaled { $0 * constant } }
    if other.isNumber { return scaled { $0 * other.constant } }
    guard isLine, other.isLine else { return nil }
    let (own, its) = (-constant / linear, -other.constant / other.linear)
    let half = RoundedNumber(0.5)
    let distance = half * (own - its)
    var product = Parabola()
    product.coefficient = linear * other.linear
    product.centre = half * (own + its)
    product.constant = -(product.coefficient * distance * distance)
    return product
  }

  /// The polynomial about a centre that is a double; `nil` where it does not fit in doubles.
  var exponent: QuadraticExponent? {
    let numbers = [coefficient, centre, linear, constant]
    let size = abs(coefficient.value.head)
    guard numbers.allSatisfy(\.isFinite), isLine || (1e-290...1e290).contains(size) else {
      return nil
    }
    var exponent = QuadraticExponent(
      linear: linear.value, constant: constant.value, constantError: max(1e-16, constant.error))
    exponent.linearError = linear.error
    guard !isLine else { return exponent }
    var square = QuadraticExponent.Square(
      coefficient: coefficient.value, centre: centre.value.head)
    square.coefficientError = coefficient.error
    square.slopeError = 2 * size * centre.error
    exponent.first = square
    // k(z − c − t)² = k(z − c)² − 2ktz + kt(2c + t).
    let tail = RoundedNumber(centre.value.tail)
    guard !tail.isZero else { return exponent }
    let double = RoundedNumber(square.centre)
    let linear = linear - coefficient * tail * RoundedNumber(2)
    let constant = constant + coefficient * tail * (double + double + tail)
    exponent.linear = linear.value
    exponent.linearError = linear.error
    exponent.constant = constant.value
    exponent.constantError = max(1e-16, constant.error)
    return exponent
  }
}
