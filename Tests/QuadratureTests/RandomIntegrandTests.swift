// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import TestSupport
import Testing

/// Sums of peaks, kinks, jumps, waves and roots in between, none narrower than a thousandth of the scale, by the front door: right,
/// or doubted, or thrown.
///
/// `GAPCHECK_INTEGRANDS=48000 swift test --filter RandomIntegrandTests` draws as many.
struct RandomIntegrandTests {
  /// Where an integrand lives, and what is said of it.
  private struct Setting {
    var lower = -Double.infinity
    var upper = Double.infinity
    var scale: Double?
    var centre: Double?

    var isFinite: Bool { lower.isFinite && upper.isFinite }
    private var origin: Double { centre ?? (lower.isFinite ? lower : 0) }
    private var limit: Double { (scale ?? (isFinite ? upper - lower : 1)) / 1000 }
    /// Where features are put, off the ends.
    var places: (Double, Double) {
      let (low, high) = (
        lower.isFinite ? lower + 10 * limit : origin - 3e5 * limit,
        upper.isFinite ? upper - 10 * limit : origin + 3e5 * limit
      )
      return (low, high)
    }

    init(_ isFinite: Bool, hasHints: Bool, _ source: inout SeededRandom) {
      if isFinite {
        lower = source.sign() > 0 ? 0 : source.uniform(-200, 200)
        upper = lower + source.magnitude(-1, 2)
        if hasHints { scale = (upper - lower) / source.magnitude(0, 2) }
        return
      }
      if source.sign() > 0 { lower = hasHints ? source.uniform(-50, 50) : 0 }
      guard hasHints else { return }
      let scale = source.magnitude(-2, 3)
      self.scale = scale
      centre = lower.isFinite ? lower + 10 * scale * source.uniform() : source.uniform(-100, 100)
    }

    /// The least width at a place.
    func width(at place: Double) -> Double {
      isFinite ? limit : max(limit, abs(place - origin) / 1000)
    }
  }

  /// A function with its integral, and the integral of its size.
  private struct Summand {
    let value: (Double) -> Double
    let integral: Double
    let size: Double

    init(_ integral: Double, size: Double? = nil, _ value: @escaping (Double) -> Double) {
      (self.integral, self.size, self.value) = (integral, size ?? abs(integral), value)
    }

    init(in setting: Setting, _ source: inout SeededRandom) {
      let (a, b) = (setting.lower, setting.upper)
      let (low, high) = setting.places
      let p = source.uniform(low, high)
      let w = setting.width(at: p) * source.magnitude(0.08, 2.6)
      let height = source.signedMagnitude(-3, 3)
      let isInside = min(p - low, high - p) > w
      switch Int(source.uniform(0, setting.isFinite ? 9 : 6)) {
      case 0:
        func below(_ z: Double) -> Double { erfc((p - z) / (w * 2.0.squareRoot())) / 2 }
        self.init(height * w * (2 * Double.pi).squareRoot() * (below(b) - below(a))) { z in
          height * exp(-(z - p) / w * ((z - p) / w) / 2)
        }
      case 1:
        self.init(height * w * (atan((b - p) / w) - atan((a - p) / w))) { z in
          height / (1 + (z - p) / w * ((z - p) / w))
        }
      case 2 where isInside:
        self.init(height * w) { z in height * max(0, 1 - abs(z - p) / w) }
      case 3 where isInside:
        self.init(2 * height * w) { z in abs(z - p) < w ? height : 0 }
      case 4 where p + 40 * w < high:
        let power = source.uniform(-0.7, 0.8)
        self.init(height * pow(w, 1 - power) * tgamma(1 - power)) { z in
          z <= p ? 0 : height * pow(z - p, -power) * exp((p - z) / w)
        }
      case 6:
        let power = source.uniform(-0.7, 0.8)
        self.init(height * (pow(b - p, 1 - power) + pow(p - a, 1 - power)) / (1 - power)) { z in
          height * pow(abs(z - p), -power)
        }
      case 7:
        let rate = 1 / w
        self.init(
          height * (sin(rate * b) - sin(rate * a)) / rate, size: abs(height) * (b - a)
        ) { z in height * cos(rate * z) }
      case 8:
        self.init(height * (b - p)) { z in z > p ? height : 0 }
      default:
        func below(_ z: Double) -> Double { z < p ? exp((z - p) / w) : 2 - exp((p - z) / w) }
        self.init(height * w * (below(b) - below(a))) { z in height * exp(-abs(z - p) / w) }
      }
    }
  }

  private static let count =
    ProcessInfo.processInfo.environment["GAPCHECK_INTEGRANDS"].flatMap { Int($0) } ?? 1200

  @Test(arguments: [(true, false), (true, true), (false, false), (false, true)])
  func noneIsConvergedAndWrong(_ isFinite: Bool, _ hasHints: Bool) {
    var told = 0
    for index in 0..<max(1, Self.count / 4) {
      var source = SeededRandom(
        seed: UInt64(index) << 2 | (isFinite ? 2 : 0) | (hasHints ? 1 : 0))
      let setting = Setting(isFinite, hasHints: hasHints, &source)
      let summands = (0..<Int(source.uniform(1, 5))).map { _ in Summand(in: setting, &source) }
      let truth = summands.reduce(0) { $0 + $1.integral }
      let size = summands.reduce(0) { $0 + $1.size }
      let tolerance = Tolerance(relative: [1e-6, 1e-8, 1e-10][Int(source.uniform(0, 3))])
      // What is thrown is no result, and what cancels has no digits.
      guard abs(truth) > 1e-3 * size,
        let integral = try? integrate(
          from: setting.lower, to: setting.upper, tolerance: tolerance, scale: setting.scale,
          centre: setting.centre,
          { z in summands.reduce(0) { $0 + $1.value(z) } }),
        integral.suspicion == nil
      else { continue }
      told += 1
      let allowed = max(integral.error, tolerance.relative * abs(truth)) + 3e-13 * size
      #expect(
        abs(integral.value - truth) <= allowed,
        "\(index): \(setting), \(tolerance.relative): \(integral) and not \(truth)")
    }
    #expect(told > Self.count / 8)
  }
}
