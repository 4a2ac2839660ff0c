// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The options of every kind of plot: where the picture goes.
struct PlotOptions: ParsableArguments {
  @Option(help: "The file to write: .svg, .png or .pdf; with --script the script, under any name.")
  var output: String?

  @Flag(help: "Draw in the terminal, with characters.")
  var terminal = false

  @Flag(help: "Write the gnuplot script with its data inside, and run nothing.")
  var script = false

  func validate() throws {
    guard output != "" else { throw ValidationError("--output must be a path, got nothing") }
    guard !(terminal && output != nil) else {
      throw ValidationError("give --terminal or --output, not both")
    }
    guard !(script && terminal) || output == nil else { return }
    if let output, !script, PlotTerminal(ofFile: output) == nil {
      throw ValidationError("--output must end in .svg, .png or .pdf, got \(output)")
    }
    guard output != nil || terminal || script else {
      throw ValidationError("give a picture a file with --output, or --terminal, or --script")
    }
  }

  /// What is drawn on. A script without a picture's name draws SVG.
  private var medium: PlotTerminal {
    if terminal { return TerminalSize.medium }
    return output.flatMap(PlotTerminal.init(ofFile:)) ?? .svg
  }

  /// Makes the picture, and puts it where it was asked for.
  ///
  /// - Throws: `ExitCode`, once standard error says why.
  func draw(_ make: (_ medium: PlotTerminal) throws -> PlotScript) throws {
    try PlotOptions.reportingFailures {
      // Before the numbers are computed: a wrong path or a missing program shows at once.
      let target = try output.map { name throws(OutputFile.Failure) in try OutputTarget(name) }
      let gnuplot = script ? nil : try Gnuplot()
      let interruption = Interruption(target: target, isResumable: false)
      defer { withExtendedLifetime(interruption) {} }
      let text = try make(medium).text(for: medium)
      var bytes = try gnuplot.map { Array(try $0.draw(text)) } ?? Array(text.utf8)
      // Characters begin with a form feed, for printers.
      if medium.isCharacters { bytes.removeAll { $0 == 0x0C } }
      try OutputFile.write(bytes, to: target)
    }
  }

  /// Turns a failure into words and an exit status.
  static func reportingFailures(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch OutputFile.Failure.closedPipe {
      // The reader has what it wanted.
    } catch let failure as OutputFile.Failure {
      StandardError.write("gapcheck: \(failure)")
      throw ExitCode(74)
    } catch let failure as Gnuplot.Failure {
      StandardError.write("gapcheck: \(failure)")
      throw ExitCode(failure.exitStatus)
    } catch let error as ExitCode {
      throw error
    } catch let error as ValidationError {
      throw error
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(2)
    }
  }
}

extension OutputFile {
  /// Writes a whole file, which is there complete or not at all; standard output where there is no
  /// target.
  static func write(_ bytes: [UInt8], to target: OutputTarget?) throws(Failure) {
    guard let target else {
      let file = OutputFile()
      return try file.write(bytes)
    }
    let file = try OutputFile(target)
    do throws(Failure) {
      try file.write(bytes)
      try file.finish()
    } catch {
      if !target.isDevice { target.removePartial() }
      throw error
    }
  }
}

/// The terminal that a picture is drawn in.
enum TerminalSize {
  /// As large as the terminal, in colour unless NO_COLOR is set; where standard output is none, 79
  /// columns without colour.
  static var medium: PlotTerminal {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return .characters(columns: 79, lines: 40, isColored: false) }
    let isColored = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    // The prompt needs a line.
    return .characters(
      columns: max(60, min(200, Int(size.ws_col) - 1)), lines: max(24, Int(size.ws_row) - 2),
      isColored: isColored)
  }
}
