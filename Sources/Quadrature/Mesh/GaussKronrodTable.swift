// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Nodes and weights of a Gauss–Kronrod rule on (−1, 1), as GSL has them.
///
/// GSL keeps its tables to itself. A node's weight is what the rule says of the function that is 1 there and
/// 0 elsewhere; the embedded Gauss rule is one of GSL's own.
struct GaussKronrodTable: Sendable {
  /// The nodes, in no order.
  let nodes: [Double]
  /// The weights of the Kronrod rule.
  let weights: [Double]
  /// The weights of the Gauss rule; 0 at the nodes that it does not have.
  let gaussWeights: [Double]

  static let points15 = unsafe GaussKronrodTable(points: 15, gsl_integration_qk15)
  static let points21 = unsafe GaussKronrodTable(points: 21, gsl_integration_qk21)

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
  }
}
