// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Tails of beta distributions with large shapes, near the mean.
struct BetaTailTests {
  struct Row: Sendable {
    let (alpha, beta, z): (Double, Double, Double)
    let isLower: Bool
    let log: Double
  }

  /// From mpmath 1.3, 60 digits: the density, integrated in standard deviations from z.
  static let rows = [
    (1e7, 2e7, 0.33204233888459755, true, -116.2772476919424478),
    (1e7, 2e7, 0.33307513444358616, true, -6.608857473011951929),
    (1e7, 2e7, 0.33333247267036753, true, -0.70112328751518102521),
    (1e7, 2e7, 0.33337636648162455, false, -1.1759485867340459224),
    (1e7, 2e7, 0.3340218637059924, false, -34.991470520606184729),
    (2e6, 5e9, 0.0003955999675995047, true, -116.93273371366100615),
    (2e6, 5e9, 0.00039899204469942914, true, -6.6139233208152132795),
    (2e6, 5e9, 0.0003998372372434936, true, -0.70096847742120876409),
    (2e6, 5e9, 0.00039998140052024045, false, -1.1761133738821116738),
    (2e6, 5e9, 0.00040210144870769316, false, -34.893422655533193437),
    (1e10, 1e10, 0.499946966991411, true, -116.1313854785190719),
    (1e10, 1e10, 0.4999893933982822, true, -6.6077262225069713436),
    (1e10, 1e10, 0.49999996464466095, true, -0.70115789344108011526),
    (1e10, 1e10, 0.5000017677669529, false, -1.1759117615770031156),
    (1e10, 1e10, 0.5000282842712475, false, -35.01343721107128815),
    (1e16, 1e16, 0.4999999469669914, true, -116.13138487436678385),
    (1e16, 1e16, 0.4999999893933983, true, -6.6077262124496502823),
    (1e16, 1e16, 0.49999999996464467, true, -0.70115789133236286307),
    (1e16, 1e16, 0.5000000017677669, false, -1.1759117550967686048),
    (1e16, 1e16, 0.5000000282842713, false, -35.013437185154291781),
    (3e12, 1e8, 0.9999666177802407, true, -116.01902336143279856),
    (3e12, 1e8, 0.9999666577782407, true, -6.6068510202456096225),
    (3e12, 1e8, 0.9999666677444091, true, -0.70118468741249986978),
    (3e12, 1e8, 0.9999666694443241, false, -1.1758832463335773448),
    (3e12, 1e8, 0.9999666944430742, false, -35.030501541031886125),
    (1e4, 1e8, 8.049292563431766e-05, true, -223.01687675226252291),
    (1e4, 1e8, 9.799030096240439e-05, true, -3.8073195906621700523),
    (1e4, 1e8, 0.00010008998600177479, false, -0.77900416901021012388),
    (1e4, 1e8, 0.00011948707636548235, false, -172.43372966267207312),
    (2.1e4, 2.1e4, 0.452424871443759, true, -194.88283343711463254),
    (2.1e4, 2.1e4, 0.49512049963525734, true, -3.7832690974104619199),
    (2.1e4, 2.1e4, 0.5002439750182371, false, -0.77615408440374603792),
    (2.1e4, 2.1e4, 0.547575128556241, false, -194.88283343711463254),
    (420.0, 100000000.0, 3.2777626011283055e-06, true, -14.362062748454837034),
    (420.0, 100000000.0, 4.179488587653071e-06, true, -0.76234361068577414639),
    (420.0, 100000000.0, 4.220476132495105e-06, false, -0.79012555306944617763),
    (420.0, 100000000.0, 5.183683436282922e-06, false, -12.523551847509286274),
    (1000.0, 900.0, 0.46675037104359907, true, -16.104631308504506926),
    (1000.0, 900.0, 0.5148609013140525, true, -1.8410227947510563147),
    (1000.0, 900.0, 0.5492255657929478, false, -3.7908395872263871147),
    (1000.0, 900.0, 0.5858812079037694, false, -16.33444880357718175),
  ].map { Row(alpha: $0.0, beta: $0.1, z: $0.2, isLower: $0.3, log: $0.4) }

  @Test(arguments: rows)
  func tailsNearTheMeanAreThoseOfMpmath(row: Row) throws {
    let q = try Beta(alpha: row.alpha, beta: row.beta)
    let tail = (row.isLower ? q.logCumulative(row.z) : q.logSurvival(row.z)).head
    #expect(abs(tail - row.log) <= q.tailError * max(1, abs(row.log)), "\(tail)")
    let other = (row.isLower ? q.logSurvival(row.z) : q.logCumulative(row.z)).head
    #expect(abs(exponential(tail) + exponential(other) - 1) <= 1e-12)
  }

  @Test(arguments: [(1e10, 1e10), (1e16, 1e16), (2e6, 5e9)])
  func quantilesOfLargeShapesInvertTheTails(alpha: Double, beta: Double) throws {
    let q = try Beta(alpha: alpha, beta: beta)
    for p in [1e-200, 1e-20, 0.01, 0.3, 0.4999, 0.5, 0.7] {
      let z = q.quantile(p)
      let isBelow = p < 0.5
      let target = isBelow ? logarithm(p) : logarithm(onePlus: -p)
      let around = [z.nextDown.nextDown, z.nextUp.nextUp].map {
        (isBelow ? q.logCumulative($0) : q.logSurvival($0)).head
      }
      let noise = 1e-12 * max(1, abs(target))
      let (low, high) = (min(around[0], around[1]), max(around[0], around[1]))
      #expect(low - noise <= target && target <= high + noise, "\(p) \(z)")
    }
  }
}
