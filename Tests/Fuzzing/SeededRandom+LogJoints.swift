// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport

extension SeededRandom {
  /// A log joint density as a formula.
  mutating func logJoint(_ kind: FuzzKind) -> FuzzCase {
    while true {
      let (formula, support) =
        switch kind {
        case .polynomial: polynomial()
        case .kink: kink()
        case .root: root()
        case .cusp: cusp()
        case .spike: spike()
        default: modes()
        }
      guard let interval = try? IntervalSpec.parse(support) else { continue }
      return finished(kind, .joint(formula, support: support), on: interval, .everyday)
    }
  }

  private mutating func number(_ lower: Double = -1, _ upper: Double = 1) -> Double {
    rounded(magnitude(lower, upper))
  }

  private mutating func signed(_ lower: Double = -1, _ upper: Double = 1) -> Double {
    sign() * number(lower, upper)
  }

  private mutating func polynomial() -> (String, String) {
    let degree = pick([2, 4, 4, 6, 8])
    var terms = ["-\(number(-2, 1))*z^\(degree)"]
    for power in 1..<degree where happens(50) { terms.append("\(signed(-2, 2))*z^\(power)") }
    let text = terms.joined(separator: " + ")
    if happens(30) { return (text, "0..inf") }
    if happens(20) { return ("\(signed())*z^3 + " + text, "\(-number())..\(number())") }
    return (text, "-inf..inf")
  }

  private mutating func kink() -> (String, String) {
    let (a, b, c) = (number(), signed(), number())
    return pick([
      ("-\(a)*abs(z - \(b))", "-inf..inf"),
      ("-\(a)*abs(z - \(b)) - \(c)*z^2", "-inf..inf"),
      ("-\(a)*abs(z^2 - \(c))", "-inf..inf"),
      ("-\(a)*abs(z^2 - \(c)) - abs(z - \(b))", "-inf..inf"),
      ("-\(a)*abs(log(z)) - \(c)*z", "0..inf"),
      ("-\(a + 1)*abs(log(z/\(c)))", "0..inf"),
      ("-\(a)*abs(exp(z) - \(c)) - z^2", "-inf..inf"),
      ("-abs(abs(z) - \(c))*\(a)", "-inf..inf"),
      ("-\(a)*abs(z - \(b))^3 + \(c)*abs(z)", "-inf..inf"),
      ("-\(a)*abs(z^3 - \(c)*z) - \(c)*abs(z + \(b))", "-inf..inf"),
      ("-z^2*abs(z - \(b)) ", "\(-number())..\(number())"),
      ("-\(a)*sqrt(z^2) + \(b)*z/(1 + abs(z))", "-inf..inf"),
    ])
  }

  private mutating func root() -> (String, String) {
    let (p, c, a) = (rounded(uniform(0.01, 0.99)), number(-1, 0), number())
    return pick([
      ("-\(p)*log(1 - z^2)", "-1..1"),
      ("-\(p)*log(abs(z - \(c))) - \(a)*z", "0..inf"),
      ("-\(p)*log(abs(z^2 - \(c)))", "0..\(c + 1)"),
      ("-\(p)*log(abs(z^2 - \(c))) - \(a)*z^2", "-inf..inf"),
      ("\(a)*log(z) + \(p)*log(1 - z) - z", "0..1"),
      ("-\(p)*log(z) - \(a)*z", "0..inf"),
      ("\(a)*log(abs(z - \(c))) - z^2", "-inf..inf"),
      ("-0.5*log(abs(1 - z^4))", "0..1"),
      ("-\(p)*log(sqrt(z)) - \(a)*sqrt(z)", "0..inf"),
      ("-\(p)*log(abs(log(z))) - \(a)*z", "0..inf"),
      ("\(a)*log(1 - z^2) + \(c)*z", "-1..1"),
      ("-\(1 + a)*log(1 + z^2)", "-inf..inf"),
      ("sqrt(1 - z^2)*\(a)", "-1..1"),
      ("-\(p)*log(abs(exp(z) - 1 - \(c))) - z^2", "-inf..inf"),
    ])
  }

  private mutating func cusp() -> (String, String) {
    let (a, b, c) = (number(), signed(), number())
    let p = rounded(uniform(0.1, 3))
    return pick([
      ("-\(a)*abs(z - \(b))^\(p)", "-inf..inf"),
      ("-\(a)*abs(z - \(b))^\(p) - \(c)*abs(z)^0.5", "-inf..inf"),
      ("-\(a)*sqrt(abs(z - \(b))) - \(c)*z^2", "-inf..inf"),
      ("-\(a)*z^\(p)", "0..inf"),
      ("-\(a)*z^\(p) - \(c)*z^-\(p)", "0..inf"),
      ("-\(a)*sqrt(z) - \(c)/z", "0..inf"),
      ("-\(a)*sqrt(1 + z^2)", "-inf..inf"),
      ("-\(a)*(z^2)^0.3 - \(c)*z^2", "-inf..inf"),
      ("-\(c)*z^2 + \(a)*abs(z)^\(min(p, 1.8))", "-inf..inf"),
    ])
  }

  private mutating func spike() -> (String, String) {
    let (width, place, weight) = (magnitude(-12, -1), signed(-1, 4), number(-3, 1))
    let w = rounded(width)
    return pick([
      ("-0.5*((z - \(place))/\(w))^2", "-inf..inf"),
      ("-abs(z - \(place))/\(w)", "-inf..inf"),
      ("-log(1 + ((z - \(place))/\(w))^2)", "-inf..inf"),
      (
        "log_sum_exp(-0.5*z^2, \(weight) - 0.5*((z - \(place))/\(w))^2)", "-inf..inf"
      ),
      ("-0.5*((z - \(abs(place)))/\(w))^2 - z", "0..inf"),
      ("-0.5*z^2 - 0.5*((z - \(place))/\(w))^2", "-inf..inf"),
      ("log(exp(-z^2) + exp(-((z - \(place))/\(w))^2))", "-inf..inf"),
      ("-\(w)*z", "0..inf"),
      ("-(z/\(w))^4 + z/\(w)", "-inf..inf"),
    ])
  }

  private mutating func modes() -> (String, String) {
    let count = integer(2...4)
    let parts = (0..<count).map { _ in
      let (m, s, weight) = (signed(-1, 3), number(-1.5, 1), number(-3, 0))
      return "log(\(weight)) - 0.5*((z - \(m))/\(s))^2"
    }
    let (a, c) = (number(), number())
    return pick([
      ("log_sum_exp(\(parts.joined(separator: ", ")))", "-inf..inf"),
      ("log(\(parts.map { "exp(\($0))" }.joined(separator: " + ")))", "-inf..inf"),
      ("-\(a)*(z^2 - \(c))^2", "-inf..inf"),
      ("-0.5*(log(z) - \(c))^2/\(a) - z", "0..inf"),
      ("log(z^2 + \(a)) - \(c)*z^2", "-inf..inf"),
      ("-(z^2 - \(c))^2 - 0.5*(z - \(a))^2", "-inf..inf"),
    ])
  }
}
