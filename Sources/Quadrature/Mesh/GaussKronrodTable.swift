// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Nodes and weights of a Gauss–Kronrod rule on (−1, 1), as GSL has them.
///
/// GSL keeps its tables to itself. A node's weight is what the rule says of the function that is 1 there and
/// 0 elsewhere; the embedded Gauss rule is one of GSL's own.
final class GaussKronrodTable: Sendable {
  /// The nodes, in no order.
  let nodes: [Double]
  /// The weights of the Kronrod rule.
  let weights: [Double]
  /// The weights of the Gauss rule; 0 at the nodes that it does not have.
  let gaussWeights: [Double]
  /// Two rules that give 0 for all polynomials of a degree below that of the nodes less two, and less three, as the
  /// difference of the two rules does below their number less one; of the same Euclidean length.
  ///
  /// J. Berntsen, T. O. Espelid, "Error estimation in automatic quadrature routines", ACM TOMS 17 (1991).
  let nullWeights: (odd: [Double], even: [Double])
  /// The sums of all of them.
  let sums: RuleSums
  /// The three lowest nodes and the three highest, the outermost first.
  let outermost: (low: [Int], high: [Int])
  /// The distances of these nodes from the end, in lengths of a segment.
  let endGaps: [Double]

  static let points15 = unsafe GaussKronrodTable(points: 15, gsl_integration_qk15)
  static let points21 = unsafe GaussKronrodTable(points: 21, gsl_integration_qk21)
  static let points61 = unsafe GaussKronrodTable(points: 61, gsl_integration_qk61)

  private typealias Rule = (
    UnsafePointer<gsl_function>?, Double, Double, UnsafeMutablePointer<Double>?,
    UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?
  ) -> Void

  private init(points: Int, _ rule: Rule) {
    /// Remembers where it is asked, and is 1 at one of the places.
    struct Probe {
      var places: [Double] = []
      var one: Int?
    }
    func probe(_ one: Int?) -> (places: [Double], weight: Double) {
      var probe = Probe(one: one)
      var (weight, error, magnitude, spread) = (0.0, 0.0, 0.0, 0.0)
      unsafe withUnsafeMutablePointer(to: &probe) { probe in
        let callback: DirectIntegrand.Callback = { z, probe in
          let probe = unsafe probe.assumingMemoryBound(to: Probe.self)
          unsafe probe.pointee.places.append(z)
          return unsafe probe.pointee.places.count - 1 == probe.pointee.one ? 1 : 0
        }
        var function = unsafe gsl_function(function: gslCallback(callback), params: probe)
        unsafe rule(&function, -1, 1, &weight, &error, &magnitude, &spread)
      }
      return (probe.places, weight)
    }
    let nodes = probe(nil).places
    self.nodes = nodes
    weights = nodes.indices.map { probe($0).weight }
    var gauss = [Double](repeating: 0, count: nodes.count)
    let rule = GaussLegendreRule(tabulated: points / 2)
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let nearest = nodes.indices.min { abs(nodes[$0] - node) < abs(nodes[$1] - node) }
      if let nearest { gauss[nearest] = weight }
    }
    gaussWeights = gauss
    let difference = zip(weights, gauss).map { $0 - $1 }
    func scaled(_ rule: [Double]) -> [Double] {
      let length = { (rule: [Double]) in rule.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      let factor = length(difference) / length(rule)
      return rule.map { $0 * factor }
    }
    // All that is 0 up to the degree of the nodes less two is the difference times a polynomial.
    let squares = difference.map { $0 * $0 }
    let mean = zip(squares, nodes).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / squares.reduce(0, +)
    nullWeights = (
      scaled(zip(difference, nodes).map { $0 * $1 }),
      scaled(zip(difference, nodes).map { $0 * ($1 * $1 - mean) })
    )
    let order = nodes.indices.sorted { nodes[$0] < nodes[$1] }
    outermost = (Array(order.prefix(3)), order.suffix(3).reversed())
    endGaps = order.prefix(3).map { (1 + nodes[$0]) / 2 }
    sums = RuleSums(
      weights, gauss: gauss, null: nullWeights, low: outermost.low, high: outermost.high)
  }
}
