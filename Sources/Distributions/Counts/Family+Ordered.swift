// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// Describes a family of ordered outcomes 1…K by cut points of a latent scale, of which there is any number, in
  /// ascending order.
  ///
  /// - Parameters:
  ///   - name: Stan's name.
  ///   - title: what a member is called in words, with its article.
  ///   - logCumulative: log F of a distribution function that is symmetric about 0.
  ///   - logProbability: log(F(b) − F(a)) of a, b and a − b.
  init(
    ofOrdered name: String, _ title: String,
    logCumulative: @escaping @Sendable (Formula) -> Formula,
    between logProbability: @escaping @Sendable (Formula, Formula, Formula) -> Formula
  ) {
    self.init(
      ofCounts: name, title, .real("eta", "predictor"), .real("c", "cut point"), isRepeated: true,
      // Of cut points and a predictor there are as many together as outcomes.
      intervals: { .counts(to: { .number(Double($0.count)) }, family: $0, logProbability: $1) }
    ) { x, p in
      guard let eta = p.first, let first = p.dropFirst().first, let last = p.last else {
        return .number(.nan)
      }
      // From the last outcome down, so that an x that is a number leaves its own.
      var density = logCumulative(eta - last)
      for k in stride(from: p.count - 1, to: 1, by: -1) {
        let (a, b) = (p[k - 1] - eta, p[k] - eta)
        let own = logProbability(a, b, p[k - 1] - p[k])
        density = .choosing(density, else: own, ifPositive: x - .number(Double(k) + 0.5))
      }
      density = .choosing(
        density, else: logCumulative(first - eta), ifPositive: x - 1.5)
      return density.restricted(toPositive: x - 0.5)
        .restricted(toPositive: .number(Double(p.count) + 0.5) - x)
    }
  }
}
