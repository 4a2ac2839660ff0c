// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// A function of z = eˢ, written in s so that nothing overflows or cancels however far out s is:
/// wherever it is of one sign, as c·exp(u) with u a formula in s.
///
/// Near an end of a support, and far out, densities are smooth in s = log t, on a scale of their own:
/// log t becomes s, tᵃ becomes exp(a·s), log(1 + t²/ν) becomes 2s − log ν + log(1 + νe^(−2s)), and the
/// multiples of s gather into one coefficient in 31 digits. A sum is led by its largest term: t − μ
/// is exp(s + log(1 − μe⁻ˢ)) where t > μ.
struct LogarithmicForm {
  /// c in c·exp(u), not 0; `nil` where the function is given as it is.
  private let coefficient: DoubleDouble?
  /// u, or the function itself.
  private let inner: Formula
  /// The function as it stands in a sum: the terms of a sum gather with others.
  private var sum: Formula?

  private init(_ formula: Formula) {
    coefficient = nil
    inner = formula
  }

  /// c·exp(u); a coefficient that would make products overflow goes into the exponent.
  private init(_ coefficient: DoubleDouble, exp exponent: Formula) {
    let size = coefficient.head.magnitude
    guard size > 0, size.isFinite, exponent != 0, size < 1e-40 || size > 1e40 else {
      self.coefficient = coefficient
      inner = exponent
      return
    }
    let sign: Double = coefficient.head < 0 ? -1 : 1
    self.coefficient = DoubleDouble(sign)
    inner = exponent + .constant((coefficient * sign).applying(.log))
  }

  /// The function in s.
  var formula: Formula {
    if let sum { return sum }
    guard let coefficient else { return inner }
    if inner == 0 { return .constant(coefficient) }
    return .constant(coefficient) * inner.applying(.exp)
  }

  /// u + log|c|, where the function is of one sign.
  private var logMagnitude: Formula? {
    guard let coefficient else { return nil }
    return inner + .constant((coefficient.head < 0 ? -coefficient : coefficient).applying(.log))
  }

  /// The product of a number with a sum, as a sum.
  private func multiple(of other: LogarithmicForm) -> Formula? {
    guard inner == 0, let coefficient, let sum = other.sum else { return nil }
    return GatheredSum(.constant(coefficient) * sum).formula
  }

  private var isPositive: Bool { coefficient.map { $0.head > 0 } ?? false }
}

/// Where a logarithmic form is to hold: the s, and bounds on the values of parameters.
struct LogarithmicDomain {
  let s: Enclosure
  let parameters: [Enclosure]
  /// Whether squares of sums are multiplied out, so that they gather: near a root of the sum that costs digits.
  var expandsSquares = false
}

extension Formula {
  fileprivate func enclosure(over domain: LogarithmicDomain) -> Enclosure {
    evaluate(domain.s, domain.parameters)
  }
}

extension LogarithmicForm {
  /// Rewrites a formula in z as one in s; one that would become too large is left as it is at z = eˢ.
  ///
  /// - Parameters:
  ///   - formula: a formula in z.
  ///   - domain: what it is for.
  init(_ formula: Formula, over domain: LogarithmicDomain) {
    guard !TimeLimit.isOver else {
      self.init(.number(.nan))
      return
    }
    self.init(rewriting: formula, over: domain)
    // Terms that are written twice at each level of a tower double with each.
    let most = LogarithmicForm.mostParts + LogarithmicForm.growth * formula.partCount(upTo: .max)
    if inner.partCount(upTo: most) >= most || (sum?.partCount(upTo: most) ?? 0) >= most {
      self = LogarithmicForm(formula.substituting(Formula.latent.applying(.exp)))
    }
  }

  /// How much larger than the formula the form may be.
  private static let growth = 64
  private static let mostParts = 1 << 14

  private init(rewriting formula: Formula, over domain: LogarithmicDomain) {
    func form(_ part: Formula) -> LogarithmicForm { LogarithmicForm(part, over: domain) }
    // What depends on parameters alone is like a number where its sign is known.
    if formula.hasParameter, !formula.hasLatent {
      let range = formula.enclosure(over: domain)
      if !range.isEmpty, range.lower > 0 {
        self.init(DoubleDouble(1), exp: formula.applying(.log))
      } else if !range.isEmpty, range.upper < 0 {
        self.init(DoubleDouble(-1), exp: (-formula).applying(.log))
      } else {
        self.init(formula)
      }
      return
    }
    switch formula {
    case .constant(let value):
      if value.head == 0 || !value.isFinite {
        self.init(formula)
      } else {
        self.init(value, exp: 0)
      }
    case .parameter: self.init(formula)
    case .function(.absoluteSum(let sum), let argument):
      let inner = form(argument).formula
      if let line = sum.line(over: inner.enclosure(over: domain)) {
        self.init(line.substituting(argument), over: domain)
      } else {
        self.init(inner.applying(.absoluteSum(sum)))
      }
    case .function(.rows(let sum), let argument):
      self.init(sum.inLogarithm(argument, over: domain.s))
    case .latent: self.init(DoubleDouble(1), exp: .latent)
    case .sum, .difference: self = LogarithmicForm.sum(formula, domain)
    case .negative(let a):
      let a = form(a)
      if let c = a.coefficient { self.init(-c, exp: a.inner) } else { self.init(-a.inner) }
      sum = a.sum.map { -$0 }
    case .product(let a, let b):
      let (a, b) = (form(a), form(b))
      if let c = a.coefficient, let d = b.coefficient {
        self = LogarithmicForm.product(c, d, a.inner + b.inner)
        sum = a.multiple(of: b) ?? b.multiple(of: a)
      } else {
        self.init(a.formula * b.formula)
      }
    case .quotient(let a, let b):
      let (a, b) = (form(a), form(b))
      if let c = a.coefficient, let d = b.coefficient {
        self = LogarithmicForm.product(c, DoubleDouble(1) / d, a.inner - b.inner)
        if b.inner == 0 {
          // c/c is to be 1, so that the divisor stays one.
          if a.inner == 0, (c / d).isFinite { self = LogarithmicForm(c / d, exp: 0) }
          sum = a.sum.map { GatheredSum($0 / .constant(d)).formula }
        }
      } else if let d = b.coefficient {
        self.init(a.inner * (.constant(DoubleDouble(1) / d) * (-b.inner).applying(.exp)))
      } else {
        self.init(a.formula / b.formula)
      }
    case .power(let a, let b): self = LogarithmicForm.power(form(a), b, domain)
    case .restricted(let a, let condition):
      let condition = form(condition)
      guard let c = condition.coefficient else {
        self.init(form(a).formula.restricted(toPositive: condition.inner))
        return
      }
      if c.head > 0 { self = form(a) } else { self.init(.number(-.infinity)) }
    case .choice(let a, let b, let condition):
      let condition = form(condition)
      let range = condition.formula.enclosure(over: domain)
      if !range.isEmpty, range.lower >= 0 || range.upper <= 0 {
        self = form(range.lower >= 0 ? a : b)
      } else {
        self.init(
          .choosing(form(a).formula, else: form(b).formula, ifPositive: condition.formula))
      }
    case .logSumExp(let parts):
      self.init(LogarithmicForm.logSumExp(parts, domain))
    case .function(let function, let a):
      self = LogarithmicForm.applying(function, to: form(a), domain)
    }
  }

  private static func product(
    _ c: DoubleDouble, _ d: DoubleDouble, _ exponent: Formula
  ) -> LogarithmicForm {
    let product = c * d
    // What the exponents of both have in common.
    let exponent = GatheredSum(exponent).formula
    if product.isFinite, product.head.magnitude > 1e-290 {
      return LogarithmicForm(product, exp: exponent)
    }
    let sign: Double = (c.head < 0) == (d.head < 0) ? 1 : -1
    func log(_ value: DoubleDouble) -> DoubleDouble {
      (value.head < 0 ? -value : value).applying(.log)
    }
    return LogarithmicForm(DoubleDouble(sign), exp: exponent + .constant(log(c) + log(d)))
  }

  private static func power(
    _ a: LogarithmicForm, _ exponent: Formula, _ domain: LogarithmicDomain
  ) -> LogarithmicForm {
    let b = LogarithmicForm(exponent, over: domain).formula
    guard let c = a.coefficient else { return LogarithmicForm(a.inner.raised(to: b)) }
    if let number = b.constantValue {
      let power = c.applying(.magnitude).raised(to: number)
      guard c.head > 0 || number.isWhole else { return LogarithmicForm(.number(.nan)) }
      let sign: Double = c.head < 0 && !number.head.isEven ? -1 : 1
      if power.isFinite, power.head > 1e-290 {
        return LogarithmicForm(power * sign, exp: .constant(number) * a.inner)
      }
      let log = number * c.applying(.magnitude).applying(.log)
      return LogarithmicForm(
        DoubleDouble(sign), exp: .constant(number) * a.inner + .constant(log))
    }
    guard a.isPositive, let log = a.logMagnitude else {
      return LogarithmicForm(a.formula.raised(to: b))
    }
    return LogarithmicForm(DoubleDouble(1), exp: b * log)
  }

  /// A sum, led by the term that exceeds all others together over the whole domain.
  private static func sum(_ formula: Formula, _ domain: LogarithmicDomain) -> LogarithmicForm {
    let gathered = GatheredSum(formula)
    // Squares of normal densities may cancel with that of log Φ.
    var domain = domain
    if gathered.terms.contains(where: \.formula.cancelsFarOut) { domain.expandsSquares = true }
    return sum(
      gathered.terms.map { ($0.coefficient, LogarithmicForm($0.formula, over: domain)) },
      gathered.constant, domain)
  }

  /// The same for a sum that is in s already.
  private static func sum(
    _ formula: Formula, inLogarithm domain: LogarithmicDomain
  ) -> LogarithmicForm {
    let gathered = GatheredSum(formula)
    return sum(
      gathered.terms.map { ($0.coefficient, leading($0.formula, domain)) }, gathered.constant,
      domain)
  }

  private static func sum(
    _ terms: [(DoubleDouble, LogarithmicForm)], _ constant: DoubleDouble,
    _ domain: LogarithmicDomain
  ) -> LogarithmicForm {
    var forms = terms.map { coefficient, form -> LogarithmicForm in
      guard let c = form.coefficient else {
        return LogarithmicForm(.constant(coefficient) * form.inner)
      }
      var multiple = product(c, coefficient, form.inner)
      multiple.sum = form.sum.map { GatheredSum(.constant(coefficient) * $0).formula }
      return multiple
    }
    if constant.head != 0 {
      forms.append(
        constant.isFinite ? LogarithmicForm(constant, exp: 0) : LogarithmicForm(.constant(constant))
      )
    }
    // Terms that became alike, as √(z²) and z do.
    let total = Formula.total(of: forms.map(\.formula))
    let plain = GatheredSum(cancelling: total).formula
    guard forms.count > 1 else { return forms.first ?? LogarithmicForm(0) }
    // What depends on parameters alone, and s itself, can follow, but not lead.
    guard
      forms.allSatisfy({
        $0.coefficient != nil || !$0.inner.hasLatent || $0.inner.multipleOfLatent != nil
      })
    else { return LogarithmicForm(plain) }
    for (index, leader) in forms.enumerated() {
      guard !TimeLimit.isOver else { break }
      guard let c = leader.coefficient else { continue }
      let rest = forms.indices.filter { $0 != index }.map { other -> Formula in
        let exponent = forms[other].inner
        if forms[other].coefficient == nil, let d = exponent.multipleOfLatent {
          return .constant(d / c) * latent(over: leader.inner, domain)
        }
        guard let d = forms[other].coefficient else {
          return exponent * (.constant(DoubleDouble(1) / c) * (-leader.inner).applying(.exp))
        }
        return product(d, DoubleDouble(1) / c, (exponent - leader.inner).gathered).formula
      }
      let ratio = GatheredSum(.total(of: rest)).formula
      let range = ratio.enclosure(over: domain)
      guard range.lower > -0.9, range.upper < 2 else { continue }
      var form = LogarithmicForm(c, exp: leader.inner + ratio.applying(.logOnePlus))
      form.sum = plain
      return form
    }
    if let sign = forms.first?.isPositive,
      forms.allSatisfy({ $0.coefficient != nil && $0.isPositive == sign })
    {
      var form = LogarithmicForm(
        DoubleDouble(sign ? 1 : -1), exp: .logSumExp(forms.compactMap(\.logMagnitude)))
      form.sum = plain
      return form
    }
    return LogarithmicForm(plain)
  }

  /// By how much a term of a mixture may exceed its leader where it is not told apart any further.
  private static let largestLead = 16.0

  /// s exp(−u), written so that it has a bound far out where u grows like s or faster.
  private static func latent(over exponent: Formula, _ domain: LogarithmicDomain) -> Formula {
    let direction: Double = domain.s.lower >= 0 ? -1 : domain.s.upper <= 0 ? 1 : 0
    guard direction != 0 else { return .latent * (-exponent).applying(.exp) }
    // s e^(±s) is ±(±s/(1 + e^(∓s)))(1 + e^(±s)).
    let step: Formula = direction < 0 ? -.latent : .latent
    let bounded =
      .number(direction) * step.applying(.scaledInverseLogit) * (1 + step.applying(.exp))
    return bounded * (-step - exponent).gathered.applying(.exp)
  }

  /// log Σ exp(aₖ), led by the term that is the largest over the whole domain, if there is one.
  ///
  /// What others are beside it is told from the differences in z, multiplied out: of two normal densities it is a
  /// multiple of z, where −½z² and −½(z − μ)² are of the same size.
  private static func logSumExp(_ parts: [Formula], _ domain: LogarithmicDomain) -> Formula {
    for (index, leader) in parts.enumerated() {
      guard !TimeLimit.isOver else { break }
      let others = parts.indices.filter { $0 != index }.map { other in
        let difference = GatheredSum(parts[other] - leader).expanded.formula
        return sum(LogarithmicForm(difference, over: domain).formula, inLogarithm: domain)
      }
      // As −exp(u) each is below 0, and does not cancel.
      let exponents = others.compactMap { other -> Formula? in
        if let constant = other.formula.constantValue, constant.isFinite {
          return .constant(constant)
        }
        if let log = other.logMagnitude { return other.isPositive ? nil : -log.applying(.exp) }
        // Towards an end differences of logarithms are multiples of s.
        let range = other.formula.enclosure(over: domain)
        return range.isEmpty || range.upper > largestLead ? nil : other.formula
      }
      guard exponents.count == others.count else { continue }
      return LogarithmicForm(leader, over: domain).formula + rest(exponents)
    }
    return .mixture(parts.map { LogarithmicForm($0, over: domain).formula })
  }

  /// log(1 + Σ exp(aₖ)); as a sum of exponentials it has slopes with bounds, unless one of them is exp(−exp(u)).
  private static func rest(_ exponents: [Formula]) -> Formula {
    if exponents.count == 1 { return exponents[0].applying(.softplus) }
    let isTower = exponents.contains {
      if case .negative(.function(.exp, _)) = $0 { true } else { false }
    }
    return isTower
      ? Formula.logSumExp(exponents).applying(.softplus)
      : Formula.total(of: exponents.map { $0.applying(.exp) }).applying(.logOnePlus)
  }

  /// log Γ(t) for t ≥ 8 by Stirling's formula, whose leading terms, multiplied out, gather with those of
  /// others: log Γ(t + 1) − log Γ(t) is log t however far out t is.
  private static func stirling(
    _ t: LogarithmicForm, log: Formula, _ domain: LogarithmicDomain
  ) -> Formula {
    var terms = [
      -0.5 * log, -t.formula, .constant(.halfLogTwoPi), t.formula.applying(.stirlingRemainder),
    ]
    for a in GatheredSum(t.formula).parts {
      for b in GatheredSum(log).parts {
        let (first, second) = (leading(a, domain), leading(b, domain))
        if let c = first.coefficient, let d = second.coefficient {
          terms.append(product(c, d, first.inner + second.inner).formula)
        } else {
          terms.append(first.formula * second.formula)
        }
      }
    }
    return .total(of: terms)
  }

  /// A multiple of an exponential, of log(1 + t), or a sum of such, that is in s already, as c·exp(u).
  private static func leading(_ part: Formula, _ domain: LogarithmicDomain) -> LogarithmicForm {
    switch part {
    case .constant(let value) where value.head != 0 && value.isFinite:
      return LogarithmicForm(value, exp: 0)
    case .function(.exp, let exponent): return LogarithmicForm(DoubleDouble(1), exp: exponent)
    case .negative(let a):
      let form = leading(a, domain)
      return form.coefficient.map { LogarithmicForm(-$0, exp: form.inner) } ?? LogarithmicForm(part)
    case .product(.constant(let factor), let a):
      let form = leading(a, domain)
      return form.coefficient.map { product($0, factor, form.inner) } ?? LogarithmicForm(part)
    case .function(.logOnePlus, let a):
      return applying(.logOnePlus, to: leading(a, domain), domain)
    case .sum, .difference: return sum(part, inLogarithm: domain)
    case .function(.softplus, let t):
      return applying(.softplus, to: LogarithmicForm(t), domain)
    default: return LogarithmicForm(part)
    }
  }

  private static func applying(
    _ function: ElementaryFunction, to a: LogarithmicForm, _ domain: LogarithmicDomain
  ) -> LogarithmicForm {
    switch function {
    case .exp: return LogarithmicForm(DoubleDouble(1), exp: a.formula)
    case .log:
      guard a.isPositive, let log = a.logMagnitude else { break }
      return LogarithmicForm(log)
    case .logOnePlus where a.coefficient == DoubleDouble(-1) && a.inner.asMinusSoftplus != nil:
      // 1 − 1/(1 + eᵗ) = 1/(1 + e⁻ᵗ).
      return LogarithmicForm(-softplus(-(a.inner.asMinusSoftplus ?? 0), domain))
    case .logOnePlus where a.coefficient != nil && vanishes(a, domain, above: -0.99, below: 100):
      // log(1 + a) = a·todd(log(1 + a))/(1 + a).
      guard let c = a.coefficient else { break }
      let log = a.formula.applying(.logOnePlus)
      var form = LogarithmicForm(c, exp: a.inner + (log.applying(.todd).applying(.log) - log))
      form.sum = log
      return form
    case .logOnePlus:
      guard a.isPositive, let log = a.logMagnitude else { break }
      return LogarithmicForm(softplus(log, domain))
    case .expMinusOne:
      guard let c = a.coefficient, let log = a.logMagnitude else { break }
      // eᵃ − 1 = a·exp(a)/todd(a) where a goes to 0, so that its logarithm gathers with others; elsewhere
      // −(1 − exp(−|a|)), or eᵃ times that.
      let rest = log.applying(.logInverseCloglog)
      var form =
        vanishes(a, domain, above: -1)
        ? LogarithmicForm(c, exp: a.inner + (a.formula - a.formula.applying(.todd).applying(.log)))
        : c.head < 0
          ? LogarithmicForm(DoubleDouble(-1), exp: rest)
          : LogarithmicForm(DoubleDouble(1), exp: a.formula + rest)
      form.sum = a.formula.applying(.expMinusOne)
      return form
    case .logGamma where a.isPositive && vanishes(a, domain, above: -1, below: 1e6):
      // log Γ(a) = log Γ(1 + a) − log a, which gathers with others.
      guard let log = a.logMagnitude else { break }
      return LogarithmicForm((a.formula + 1).applying(.logGamma) - log)
    case .logGamma where a.isPositive && a.formula.enclosure(over: domain).lower >= 8:
      guard let log = a.logMagnitude else { break }
      return LogarithmicForm(stirling(a, log: log, domain))
    case .logOnePlusMinus:
      // Away from 0 the logarithm and its argument do not cancel, and gather with others.
      let range = a.formula.enclosure(over: domain)
      guard range.lower < -0.5 || range.upper > 1 else { break }
      let sum = LogarithmicForm.sum(.sum(a.formula, 1), inLogarithm: domain)
      guard sum.isPositive, let log = sum.logMagnitude else { break }
      return LogarithmicForm(log - a.formula)
    case .softplus
    where vanishes(
      LogarithmicForm(DoubleDouble(1), exp: a.formula), domain, above: -0.99, below: 100):
      return applying(
        .logOnePlus, to: LogarithmicForm(DoubleDouble(1), exp: a.formula), domain)
    case .softplus:
      let plain = softplus(a.formula, domain)
      guard a.isPositive, let c = a.coefficient, a.formula.enclosure(over: domain).lower >= 1 else {
        return LogarithmicForm(plain)
      }
      // log(1 + eᵃ) = a(1 + log(1 + e⁻ᵃ)/a).
      let rest = (-a.formula).applying(.softplus)
      let share = .constant(DoubleDouble(1) / c) * rest * (-a.inner).applying(.exp)
      var form = LogarithmicForm(c, exp: a.inner + share.applying(.logOnePlus))
      form.sum = plain
      return form
    case .logNormalCumulative, .logNormalRatio, .logScaledBessel, .logTiltedMoment,
      .logTiltedTransform:
      if let line = a.lineFarBelow(domain), let rest = function.besideSquare {
        return LogarithmicForm(
          -0.5 * expandedSquare(of: line) - .constant(rest.shift) + line.applying(rest.function))
      }
      // As functions of ±c·exp(u) they have a slope by u, with bounds far out.
      guard let c = a.coefficient else { break }
      let argument = .constant(c) * a.inner.applying(.exp)
      guard c.head < 0, let rest = function.besideSquare else {
        return LogarithmicForm(argument.applying(function))
      }
      // −½a² gathers with others.
      return LogarithmicForm(
        -0.5 * applying(.square, to: a, domain).formula - .constant(rest.shift)
          + argument.applying(rest.function))
    case .tailIntegral(let integral):
      guard let c = a.coefficient else { break }
      let argument = .constant(c) * a.inner.applying(.exp)
      guard case .normalInterval(let width) = integral, c.head < 0,
        min(argument.enclosure(over: domain).upper, a.formula.enclosure(over: domain).upper)
          < -2 * width.head
      else { return LogarithmicForm(argument.applying(function)) }
      // From the other end of the interval −wt − ½w² gathers with others; as a sum, if it is a short one.
      let end = a.sum.flatMap { isShortSum($0) ? GatheredSum(-$0).formula : nil }
      let other = sum(
        .sum(end ?? .constant(-c) * a.inner.applying(.exp), .constant(-width)), inLogarithm: domain)
      let steep = end.map { GatheredSum(.constant(width) * $0).formula }
      return LogarithmicForm(
        (steep ?? product(-c, width, a.inner).formula) - .constant(width * width * 0.5)
          + applying(function, to: other, domain).formula)
    case .logInverseCloglog where a.formula.enclosure(over: domain).upper < -1:
      // log(1 − exp(−eᵗ)) = t − log todd(eᵗ), in which t gathers with others.
      return LogarithmicForm(a.formula - a.formula.applying(.exp).applying(.todd).applying(.log))
    case .logInverseCloglog where a.formula.enclosure(over: domain).lower > 0:
      // h = −log(1 − p) is p todd(h), p = exp(−eᵗ), in whose logarithm eᵗ gathers with others.
      let own = a.formula.applying(.logInverseCloglog)
      let sum = GatheredSum(a.formula)
      let scale = sum.constant.applying(.exp)
      let hazard =
        scale.head.isNormal
        ? .constant(scale) * (a.formula - .constant(sum.constant)).applying(.exp)
        : a.formula.applying(.exp)
      var form = LogarithmicForm(
        DoubleDouble(-1), exp: (-own).applying(.todd).applying(.log) - hazard)
      form.sum = own
      return form
    case .inverseLogit:
      return LogarithmicForm(DoubleDouble(1), exp: -softplus(-a.formula, domain))
    case .square:
      if domain.expandsSquares, let line = a.lineFarOut(domain) {
        return LogarithmicForm(expandedSquare(of: line))
      }
      guard let c = a.coefficient else { break }
      var form = product(c, c, 2 * a.inner)
      // Multiplied out the squares of several sums gather, and may cancel.
      if domain.expandsSquares, let sum = a.sum, isShortSum(sum) {
        form.sum = GatheredSum(.function(.square, sum)).expanded.formula
      }
      return form
    case .squareRoot:
      guard a.isPositive, let c = a.coefficient else { break }
      return LogarithmicForm(c.applying(.squareRoot), exp: 0.5 * a.inner)
    case .magnitude:
      guard let c = a.coefficient else { break }
      return LogarithmicForm(c.applying(.magnitude), exp: a.inner)
    case .sign:
      guard let c = a.coefficient else { break }
      return LogarithmicForm(DoubleDouble(c.head < 0 ? -1 : 1), exp: 0)
    case .hyperbolicTangent:
      guard let c = a.coefficient, let log = a.logMagnitude else { break }
      // (1 − e^(−2|a|))/(1 + e^(−2|a|)), the first of which goes to 0 like 2|a|/todd(2|a|).
      let logDouble = log + .constant(DoubleDouble(2).applying(.log))
      let double = logDouble.applying(.exp)
      let share =
        vanishes(a, domain, above: -1)
        ? logDouble - double.applying(.todd).applying(.log)
        : logDouble.applying(.logInverseCloglog)
      var form = LogarithmicForm(
        DoubleDouble(c.head < 0 ? -1 : 1), exp: share - (-double).applying(.softplus))
      form.sum = a.formula.applying(function)
      return form
    case .sine where a.coefficient != nil && vanishes(a, domain, above: -3, below: 3):
      guard let c = a.coefficient else { break }
      // sin a = a/(Γ(1 + a/π) Γ(1 − a/π)).
      let turn = .constant(c / DoubleDouble.pi) * a.inner.applying(.exp)
      var form = LogarithmicForm(
        c, exp: a.inner - (1 + turn).applying(.logGamma) - (1 - turn).applying(.logGamma))
      form.sum = a.formula.applying(function)
      return form
    case .sine, .cosine:
      // A factor of one sign beside another that vanishes.
      let value = a.formula.applying(function)
      let range = value.enclosure(over: domain)
      guard !range.isEmpty, value.hasLatent, range.lower > 0 || range.upper < 0 else { break }
      let sign: Double = range.lower > 0 ? 1 : -1
      var form = LogarithmicForm(DoubleDouble(sign), exp: (.number(sign) * value).applying(.log))
      form.sum = value
      return form
    default: break
    }
    return LogarithmicForm(a.formula.applying(function))
  }

  /// Whether a sum in s is a number and a multiple of an exponential.
  private static func isShortSum(_ formula: Formula) -> Bool {
    let sum = GatheredSum(formula)
    guard sum.terms.count == 1, case .function(.exp, _) = sum.terms[0].formula else { return false }
    return sum.constant.isFinite && sum.constant.head != 0
  }

  private static func expandedSquare(of line: Formula) -> Formula {
    GatheredSum(.function(.square, line)).expanded.formula
  }

  /// c + ks, where it is that, and nowhere so near to its root that the square of it, multiplied out, would lose digits.
  private func lineFarOut(_ domain: LogarithmicDomain) -> Formula? {
    guard coefficient == nil else { return nil }
    let sum = GatheredSum(inner)
    guard sum.terms.count == 1, sum.terms[0].formula == .latent, sum.constant.isFinite else {
      return nil
    }
    let line = sum.formula
    let (range, least) = (line.enclosure(over: domain), max(1, abs(sum.constant.head) / 16))
    return range.isEmpty || (range.lower < least && range.upper > -least) ? nil : line
  }

  /// The same where it is negative.
  private func lineFarBelow(_ domain: LogarithmicDomain) -> Formula? {
    lineFarOut(domain).flatMap { $0.enclosure(over: domain).upper < 0 ? $0 : nil }
  }

  /// Whether a function is between two bounds all over a domain, and goes to 0 towards an infinite end
  /// of it.
  private static func vanishes(
    _ a: LogarithmicForm, _ domain: LogarithmicDomain, above bound: Double, below limit: Double = 1
  ) -> Bool {
    let range = a.formula.enclosure(over: domain)
    return range.lower > bound && range.upper <= limit
      && (range.contains(0) || (domain.s.lower.isFinite && domain.s.upper.isFinite))
  }

  /// log(1 + eᵗ), with t taken out where it is positive: there it gathers with others.
  private static func softplus(_ t: Formula, _ domain: LogarithmicDomain) -> Formula {
    t.enclosure(over: domain).lower >= 0 ? t + (-t).applying(.softplus) : t.applying(.softplus)
  }
}

extension Formula {
  /// k where the formula is k s.
  fileprivate var multipleOfLatent: DoubleDouble? {
    switch self {
    case .latent: DoubleDouble(1)
    case .product(.constant(let k), .latent): k
    default: nil
    }
  }

  /// Whether it is log Φ, or that of an interval of a normal distribution: far out about a square; or log(1 − exp(−eᵗ)), which
  /// is about t. These may cancel with others.
  fileprivate var cancelsFarOut: Bool {
    switch self {
    case .function(.logNormalCumulative, _), .function(.tailIntegral(.normalInterval), _),
      .function(.logInverseCloglog, _):
      true
    default: false
    }
  }

  /// t where the formula is −log(1 + eᵗ).
  fileprivate var asMinusSoftplus: Formula? {
    if case .negative(.function(.softplus, let t)) = self { t } else { nil }
  }

  /// How far s has to go on from a point until every log(1 + eᵗ) with a rising t is led by its t, every mixture, and
  /// every argument that is a sum, by its largest term, every log Φ(c + ks), k < 0, by its square, and every interval of a
  /// normal distribution by its other end, as far as that can be seen; 0 where all are.
  public func distanceToSettle(from s: Double) -> Double {
    // What is left of a mixture beside its leader.
    if case .function(.softplus, .logSumExp) = self { return 0 }
    guard !TimeLimit.isOver else { return 0 }
    let distance = parts.reduce(0) { max($0, $1.distanceToSettle(from: s)) }
    func slope(_ t: Formula) -> Double { t.derivative()(DoubleDouble(s)).head }
    switch self {
    case .logSumExp: return max(distance, 1)
    case .function(.softplus, let t):
      let (value, rise) = (t(DoubleDouble(s)).head, slope(t))
      return value < 1 && rise > 1e-3 && value > -1e6 ? max(distance, (1 - value) / rise) : distance
    case .function(.logNormalCumulative, let t):
      // Of c + ks: until it is as far out as its square has to be.
      let line = GatheredSum(t)
      guard line.terms.count == 1, line.terms[0].formula == .latent else { return distance }
      let excess = t(DoubleDouble(s)).head + max(1, line.constant.head.magnitude / 16) + 1e-3
      let fall = -line.terms[0].coefficient.head
      return fall > 1e-3 && excess > 0 ? max(distance, min(16, excess / fall)) : distance
    case .function(.tailIntegral(.normalInterval(let width)), let t):
      // Of −c·exp(ks): until it is beyond the other end.
      let (value, rise) = (t(DoubleDouble(s)).head, slope(t))
      let far = -2.01 * width.head
      guard value < 0, rise < 0, value > far else { return distance }
      return max(distance, min(16, logarithm(far / value) * value / rise))
    case .function(.logGamma, let a):
      let (value, rise) = (a(DoubleDouble(s)).head, slope(a))
      guard rise > 0, value > 0, value < 10,
        a.enclosure(over: Enclosure(from: s, to: .infinity)).upper == .infinity
      else { return distance }
      return max(distance, min(16, logarithm(12 / value) * value / rise))
    case .function(.square, let a), .function(.log, let a), .function(.squareRoot, let a),
      .function(.magnitude, let a), .power(let a, _), .quotient(_, let a):
      return a.isRisingSum(at: s) ? max(distance, 2) : distance
    default: return distance
    }
  }

  /// Whether it is a sum of several terms, one of them an exponential that rises at s.
  private func isRisingSum(at s: Double) -> Bool {
    let sum = GatheredSum(self)
    return sum.terms.count + (sum.constant.head == 0 ? 0 : 1) > 1
      && sum.terms.contains {
        if case .function(.exp, let t) = $0.formula {
          t.derivative()(DoubleDouble(s)).head > 1e-3
        } else {
          false
        }
      }
  }

  /// How far s has to go down from a point until t < −1 in every log(1 − exp(−eᵗ)) with a rising t,
  /// t > 8 in every log Γ(t) with a falling one, and every argument that is a sum, as 4t − 6t² + 4t³ − t⁴ beside a root
  /// of 1 − z⁴, is led by its largest term, as far as that can be seen.
  public func depthToSettle(from s: Double) -> Double {
    guard !TimeLimit.isOver else { return 0 }
    // What is left of a mixture beside its leader.
    if case .function(.softplus, .logSumExp) = self { return 0 }
    let depth = parts.reduce(0) { max($0, $1.depthToSettle(from: s)) }
    switch self {
    case .function(.square, let a), .function(.log, let a), .function(.squareRoot, let a),
      .function(.magnitude, let a), .power(let a, _), .quotient(_, let a):
      return a.isRisingSum(at: s) ? max(depth, 1) : depth
    case .logSumExp(let parts):
      // Of powers one leads in the end; parts that are bounded do not change places there.
      let far = DoubleDouble(s - 40)
      let powers = parts.map { $0.derivative()(far).head }
      guard let least = powers.min(), let most = powers.max() else { return depth }
      return most - least > 1e-3 ? max(depth, 1) : depth
    default: break
    }
    guard case .function(let function, let t) = self else { return depth }
    let (value, rise) = (t(DoubleDouble(s)).head, t.derivative()(DoubleDouble(s)).head)
    switch function {
    case .logInverseCloglog where value > -1 && rise > 1e-3:
      return max(depth, (value + 1) / rise)
    case .logGamma
    where value > 0 && value < 10 && rise < 0
      && t.enclosure(over: Enclosure(from: -.infinity, to: s)).upper == .infinity:
      return max(depth, min(16, -logarithm(12 / value) * value / rise))
    default: return depth
    }
  }

  /// The formula with z = eˢ, as a formula in s whose values and bounds hold however far out s is.
  ///
  /// - Parameter domain: the s that it is for; it may be another function elsewhere.
  public func inLogarithm(over domain: Enclosure) -> Formula {
    let domain = LogarithmicDomain(s: domain, parameters: [])
    return GatheredSum(LogarithmicForm(self, over: domain).formula).formula
  }
}

extension ElementaryFunction {
  /// f(t) + ½t² + shift, for an f in which −½t² rules far to the left; `nil` for any other.
  fileprivate var besideSquare: (function: ElementaryFunction, shift: DoubleDouble)? {
    switch self {
    // log Φ(t) = −½t² − ½ log 2π + log(Φ/φ)(t).
    case .logNormalCumulative: (.logNormalRatio, .halfLogTwoPi)
    case .logTiltedMoment(let order): (.logTiltedTransform(order: order), DoubleDouble(0))
    default: nil
    }
  }
}
