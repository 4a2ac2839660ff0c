// SPDX-License-Identifier: GPL-3.0-or-later

import CPeer
import Foundation

/// An integrand of `smooth.h`, in Swift.
protocol SmoothIntegrand {
  static var name: String { get }
  static var peer: peer_smooth_kind { get }
  static var interval: ClosedRange<Double> { get }
  static func value(_ m: Double, _ z: Double) -> Double
}

enum Cubic: SmoothIntegrand {
  static var name: String { "z³ − 2z + 1" }
  static var peer: peer_smooth_kind { PEER_CUBIC }
  static var interval: ClosedRange<Double> { 0...2 }
  static func value(_ m: Double, _ z: Double) -> Double { m * z * z * z - 2 * z + 1 }
}

enum Exponential: SmoothIntegrand {
  static var name: String { "exp(−z)" }
  static var peer: peer_smooth_kind { PEER_EXPONENTIAL }
  static var interval: ClosedRange<Double> { 0...1 }
  static func value(_ m: Double, _ z: Double) -> Double { exp(-m * z) }
}

enum Rational: SmoothIntegrand {
  static var name: String { "1/(1 + z²)" }
  static var peer: peer_smooth_kind { PEER_RATIONAL }
  static var interval: ClosedRange<Double> { 0...5 }
  static func value(_ m: Double, _ z: Double) -> Double { 1 / (m + z * z) }
}

enum Logarithm: SmoothIntegrand {
  static var name: String { "log(1 + z)" }
  static var peer: peer_smooth_kind { PEER_LOGARITHM }
  static var interval: ClosedRange<Double> { 0...10 }
  static func value(_ m: Double, _ z: Double) -> Double { log(m + z) }
}

enum Wave: SmoothIntegrand {
  static var name: String { "cos(10z)·exp(−z)" }
  static var peer: peer_smooth_kind { PEER_WAVE }
  static var interval: ClosedRange<Double> { 0...3 }
  static func value(_ m: Double, _ z: Double) -> Double { cos(10 * m * z) * exp(-z) }
}

enum Bell: SmoothIntegrand {
  static var name: String { "exp(−½(z − 1)²)" }
  static var peer: peer_smooth_kind { PEER_BELL }
  static var interval: ClosedRange<Double> { -7...9 }
  static func value(_ m: Double, _ z: Double) -> Double { exp(-0.5 * (z - m) * (z - m)) }
}

enum Gamma: SmoothIntegrand {
  static var name: String { "z³·exp(−2z)" }
  static var peer: peer_smooth_kind { PEER_GAMMA }
  static var interval: ClosedRange<Double> { 0...20 }
  static func value(_ m: Double, _ z: Double) -> Double { z * z * z * exp(-2 * m * z) }
}
