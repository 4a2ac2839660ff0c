// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The options of every kind of plot: where the picture goes.
struct PlotOptions: ParsableArguments {
  @Option(
    help: "The file to write: .svg, .png or .pdf; with --script the script, under any name.",
    completion: .file())
  var output: String?

  @Flag(help: "Draw in the terminal, with characters.")
  var terminal = false

  @Flag(help: "Write the gnuplot script with its data inside, and run nothing.")
  var script = false

  @Option(
    help: "The shape: 16:9, 4:3 (the default), square, or WIDTHxHEIGHT in pixels, as in 1280x720.",
    completion: .list(["16:9", "4:3", "square"]))
  var size: String?

  @Option(help: "The colours: light, or dark.")
  var theme = PlotTheme.light

  @OptionGroup var timeout: TimeoutOptions

  func validate() throws {
    guard output != "" else { throw ValidationError("--output must be a path, got nothing") }
    guard !(terminal && output != nil) else {
      throw ValidationError("give --terminal or --output, not both")
    }
    let size = try self.size.map { try PlotOptions.size($0) }
    guard !(terminal && size != nil) else {
      throw ValidationError("--size is of files: --terminal takes the size of the terminal")
    }
    if let output, !script, PlotTerminal(ofFile: output) == nil {
      throw ValidationError("--output must end in .svg, .png or .pdf, got \(output)")
    }
    guard output != nil || terminal || script else {
      throw ValidationError("give a picture a file with --output, or --terminal, or --script")
    }
  }

  private static func size(_ text: String) throws -> PlotSize {
    guard let size = PlotSize(text) else {
      throw ValidationError("--size must be \(PlotSize.requirement), got \(text)")
    }
    return size
  }

  /// What is drawn on. A script without a picture's name draws SVG.
  private func canvas() throws -> PlotCanvas {
    PlotCanvas(
      terminal
        ? TerminalSize.medium : output.flatMap(PlotTerminal.init(ofFile:)) ?? .svg,
      size: try size.map { try PlotOptions.size($0) } ?? .standard, theme: theme)
  }

  /// Makes the picture, and puts it where it was asked for.
  ///
  /// - Parameter hasData: whether it is of the rows of a file.
  /// - Throws: `ExitCode`, once standard error says why.
  func draw(hasData: Bool = false, _ make: (_ canvas: PlotCanvas) throws -> PlotScript) throws {
    let canvas = try canvas()
    try Failure.exits {
      // Before the numbers are computed: a wrong path or a missing program shows at once.
      let target = try output.map { name throws(OutputFile.Failure) in try OutputTarget(name) }
      let gnuplot = script ? nil : try Gnuplot()
      Interruption.leaves(target, isResumable: false)
      let text = try timeout.whole(hasData: hasData) { try make(canvas) }.text(for: canvas)
      var bytes = try gnuplot.map { Array(try $0.draw(text)) } ?? Array(text.utf8)
      // Characters begin with a form feed, for printers.
      if canvas.isCharacters { bytes.removeAll { $0 == 0x0C } }
      try OutputFile.write(bytes, to: target)
    }
  }
}
