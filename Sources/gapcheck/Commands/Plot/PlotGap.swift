// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// `gapcheck plot gap`.
struct PlotGap: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gap",
    abstract: "ELBO and log p(x) along a parameter of q, with the gap between them shaded.",
    discussion: """
      For the model of the exercise phi varies, around its best value or
      along --phi START..STOP[:COUNT]. For other models --q says which
      parameter varies.

      Examples:
        gapcheck plot gap --theta 1 --x 0.3 --output gap.svg
        gapcheck plot gap --prior 'gamma(2, 1)' --likelihood 'poisson(z)' \\
          --x 3 --q 'gamma(5, 0.5..8:100)' --output gap.svg
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup(title: "One parameter of q is an axis, as in 0.1..10:200") var family:
    FamilyTextOptions

  @OptionGroup var plot: PlotOptions

  func validate() throws {
    // A file is read once.
    if !model.data.isGiven { _ = try make(model.model()) } else { try family.check() }
  }

  /// How to compute the curve, once everything has been read.
  private func make(_ model: Model) throws -> () throws -> GapCurve {
    try family.check()
    if let text = family.family {
      let axis = try FamilyAxis(text, "--q")
      return { try PlotGap.curve(model, axis) }
    }
    let axis = try family.phi.map { try PlotGap.axis($0) }
    guard let (theta, x) = model.exercise else {
      guard let text = family.text else {
        throw ValidationError(
          "a model other than the exercise's needs --q with one parameter that varies, as in "
            + "'gamma(2, 0.1..10:200)'")
      }
      let axis = try FamilyAxis(text, "--phi")
      return { try PlotGap.curve(model, axis) }
    }
    let rates = axis.map { axis in (0..<axis.count).map { axis[$0] } }
    return {
      try GapCurve(
        of: Exercise(theta: theta, x: x), along: rates,
        isLogarithmic: axis?.isLogarithmic ?? true)
    }
  }

  private static func curve(_ model: Model, _ axis: FamilyAxis) throws -> GapCurve {
    try GapCurve(
      of: model, along: axis.values, isLogarithmic: axis.isLogarithmic, of: axis.parameterName,
      in: axis.text, axis.member)
  }

  private static func axis(_ text: String) throws -> Axis {
    // As in --q, where the number of values may be left out.
    let counted =
      text.ranges(of: "..").count == 1 && !text.contains(":") ? "\(text):200" : text
    let axis = try Axis(counted, name: "--phi", isPositive: true)
    guard (2...2000).contains(axis.count) else {
      throw ValidationError(
        "--phi must be an axis of 2 to 2000 values, as in 0.1..10:200, got \(text)")
    }
    return axis
  }

  func run() throws {
    let make = try make(model.model())
    try plot.draw(hasData: self.model.data.isGiven) { canvas in
      GapScript.script(try make(), for: canvas)
    }
  }
}
