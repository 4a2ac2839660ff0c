// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// Where the formula has a kink or a jump, as far as that can be seen from it: the zeros of what is
  /// linear in z inside of |·|, or inside of a condition. In no order, some perhaps more than once.
  public var breaks: [Double] {
    switch self {
    case .function(.magnitude, let a), .function(.sign, let a): a.breaks + a.linearZero
    case .function(.absoluteSum(let sum), let a):
      sum.places(in: .wholeLine).flatMap { (a - .constant($0)).linearZero }
    case .restricted(let a, let condition): a.breaks + condition.linearZero
    case .choice(let a, let b, let condition): a.breaks + b.breaks + condition.linearZero
    default: parts.flatMap(\.breaks)
    }
  }

  /// The zero of a formula that is linear in z; none of others.
  private var linearZero: [Double] {
    guard let slope = linearForm?.slope, slope.head != 0 else { return [] }
    let zero = (-self(DoubleDouble(0)) / slope).head
    return zero.isFinite ? [zero] : []
  }
}
