// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

extension Integrand {
  /// The integral beyond s, towards t = 0 or t = ∞: lower and upper bounds by formula; `nil` where the
  /// slope of the logarithm of the integrand does not show that it is finite.
  ///
  /// With g the exponent, falling outwards at a rate in [κ₁, κ₂], κ₁ > 0, and u the distance from s,
  ///
  /// ```text
  /// ∫ eᵍ uⁿ du lies in eᵍ⁽ˢ⁾ n! [κ₂⁻ⁿ⁻¹, κ₁⁻ⁿ⁻¹]
  /// f = f(s) + f′(s)u + ½f″u²            with f″ enclosed on all of the tail, or
  /// log |f| grows at an enclosed rate    which is subtracted from κ, or
  /// f lies in an interval
  /// ```
  ///
  /// - Parameter isQuick: whether terms are enclosed one by one, logarithms of sums by their parts: a wider bound, which takes a
  ///   hundredth of the time where a mixture is in the factor.
  /// - Throws: ``CertificateError/infinite(isPositive:_:)`` where the integrand does not fall.
  func tail(beyond s: Ball, outer: Bool, isQuick: Bool) throws -> Bounds? {
    let forms = try forms(outer: outer)
    let tail = Tail(forms, s, outer: outer)
    switch isQuick ? tail.quickIntegral : tail.integral {
    case .bounded(let bounds): return bounds
    case .infinite(let sign):
      throw CertificateError.infinite(
        isPositive: sign > 0, "the integrand does not fall fast enough towards an end")
    case .unknown: return nil
    }
  }

  /// What is known of an integral.
  enum TailIntegral {
    case bounded(Bounds)
    /// It is infinite, with this sign.
    case infinite(Int)
    case unknown

    /// This, or what else is known.
    func or(_ other: @autoclosure () -> TailIntegral) -> TailIntegral {
      if case .unknown = self { other() } else { self }
    }
  }

  /// A tail, and integrals over it.
  struct Tail {
    let forms: Forms
    let range: Bounds
    let s: Ball
    let isOuter: Bool
    /// How fast the exponent falls.
    let fall: Bounds
    /// eᵍ at the start.
    let mass: Bounds

    init(_ forms: Forms, _ s: Ball, outer: Bool) {
      (self.forms, self.s, isOuter) = (forms, s, outer)
      range = outer ? Bounds(s, .infinity) : Bounds(.minusInfinity, s)
      let field = forms.graph.precision
      var beyond = BoundsEvaluator(forms.graph, over: range)
      var atStart = BoundsEvaluator(forms.graph, over: Bounds(point: s))
      let slope = beyond(forms.slope)
      fall = outer ? field.negative(slope) : slope
      mass = field.apply(.exp, atStart(forms.exponent))
    }

    /// ∫ f eᵍ, or else term by term: what cannot be enclosed together may be, one by one.
    var integral: TailIntegral {
      enclosed(forms.factor).or(
        termByTerm { enclosed($0.unit).or(logarithmIntegral(of: $0)).or(growthIntegral(of: $0)) })
    }

    /// ∫ f eᵍ, term by term alone.
    var quickIntegral: TailIntegral {
      guard fall.lower.isPositive else { return .unknown }
      return termByTerm {
        logarithmIntegral(of: $0).or(enclosed($0.unit)).or(growthIntegral(of: $0))
      }
    }

    /// The sum over the terms of f, each of which is asked for with the coefficient 1.
    private func termByTerm(_ integral: (LinearForm.Term) -> TailIntegral) -> TailIntegral {
      let field = forms.graph.precision
      var total = Bounds.zero
      var signs: Set<Int> = []
      for term in forms.factor.terms {
        switch integral(term.withUnitCoefficient) {
        case .bounded(let bounds):
          total = field.sum(total, field.product(field.bounds(term.coefficient), bounds))
        case .infinite(let sign):
          guard let own = term.coefficient.sign else { return .unknown }
          signs.insert(sign * own)
        case .unknown: return .unknown
        }
      }
      guard let sign = signs.first else { return .bounded(total) }
      return signs.count == 1 ? .infinite(sign) : .unknown
    }

    private func logarithmIntegral(of term: LinearForm.Term) -> TailIntegral {
      logarithmBound(term).map { .bounded(forms.graph.precision.symmetric($0)) } ?? .unknown
    }

    private func growthIntegral(of term: LinearForm.Term) -> TailIntegral {
      if let majorant = logGammaMajorant(term),
        let bound = sizeBound(majorant, isPositivePart: true)
      {
        return .bounded(Bounds(.zero, bound))
      }
      return divergence(of: term).map { .infinite($0) } ?? .unknown
    }

    /// 12·x^p ≥ x log x, p = 33/32, which log Γ(x) ≥ 0 does not exceed for x ≥ 2, where f is t^q·log Γ(x) and x a sum of n
    /// positive powers and exponentials: (Σ xᵢ)^p ≤ n^(p − 1) Σ xᵢ^p.
    private func logGammaMajorant(_ term: LinearForm.Term) -> LinearForm? {
      let (graph, field) = (forms.graph, forms.graph.precision)
      guard term.node >= 0, case .function(.logGamma, let argument) = graph.nodes[term.node],
        argument.terms.allSatisfy({
          $0.coefficient.isPositive && ($0.node < 0 || graph.exponent(ofNode: $0.node) != nil)
        })
      else { return nil }
      var beyond = BoundsEvaluator(graph, over: range)
      guard Ball(2) <= beyond(argument).lower else { return nil }
      let power = Ball(1.03125)
      let sum = argument.terms.reduce(LinearForm.zero) {
        field.sum($0, graph.raised(LinearForm(terms: [$1]), to: power))
      }
      let count = field.power(Ball(Double(argument.terms.count)), Ball(0.03125))
      return graph.shifted(
        field.scaled(sum, by: field.product(Ball(12), count)),
        by: graph.exponents[term.exponent])
    }

    /// Whether the logarithm of an integrand, whose slope is given, falls by a bounded amount: at a rate below
    /// C·t^−⅛ towards t = ∞, or C·t^⅛ towards 0.
    private func fallsTooLittle(_ growth: LinearForm) -> Bool {
      var beyond = BoundsEvaluator(forms.graph, over: range)
      let scaled = beyond(forms.graph.shifted(growth, by: Ball(isOuter ? 0.125 : -0.125)))
      return isOuter ? scaled.lower.isFinite : scaled.upper.isFinite
    }

    func enclosed(_ factor: LinearForm) -> TailIntegral {
      let (graph, field) = (forms.graph, forms.graph.precision)
      let slope = graph.slope(of: factor)
      var beyond = BoundsEvaluator(graph, over: range)
      var atStart = BoundsEvaluator(graph, over: Bounds(point: s))
      func outward(_ slope: Bounds) -> Bounds { isOuter ? slope : field.negative(slope) }
      let values = beyond(factor)
      var found: [Bounds] = []
      if fall.lower.isPositive {
        let moment = field.inverse(fall)
        let square = field.product(moment, moment)
        found.append(field.product(values, moment))
        let linear = field.product(outward(atStart(slope)), square)
        let curvature = beyond(graph.slope(of: slope))
        let curved = field.product(curvature, field.product(square, moment))
        found.append(
          field.sum(field.product(atStart(factor), moment), field.sum(linear, curved)))
      }
      if let sign = values.sign {
        // In one form, so that what grows in f is set against what falls in g.
        let growth = field.sum(forms.slope, graph.quotient(slope, factor))
        let rate = field.negative(outward(beyond(growth)))
        if rate.lower.isPositive {
          found.append(field.product(atStart(factor), field.inverse(rate)))
        } else if !rate.upper.isPositive || fallsTooLittle(growth) {
          return .infinite(sign)
        }
      }
      guard let first = found.first else { return .unknown }
      let bounds = field.product(found.dropFirst().reduce(first) { $0.intersection($1) }, mass)
      return bounds.isFinite ? .bounded(bounds) : .unknown
    }
  }
}
