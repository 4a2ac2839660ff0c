// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import gapcheck

/// `gapcheck plot`.
struct PlotTests {
  /// A point of the exercise.
  struct Place: Sendable, CustomTestStringConvertible {
    let theta: Double
    let x: Double
    var arguments: [String] { ["--theta", "\(theta)", "--x=\(x)"] }
    var testDescription: String { "(θ, x) = (\(theta), \(x))" }
  }

  static let places = [
    Place(theta: 1, x: 0.3), Place(theta: 1, x: 50), Place(theta: 100, x: -3),
    Place(theta: 0.01, x: 1000), Place(theta: 1e8, x: 2), Place(theta: 1, x: -1e5),
  ]

  static let pairs = [
    "--q", "exponential(2)", "--p", "exponential(1)", "--q", "normal(0, 1)", "--p", "normal(1, 2)",
  ]

  /// One command line of each kind.
  static let kinds: [[String]] = [
    ["densities", "--theta", "1", "--x", "0.3"],
    ["densities", "--theta", "0.01", "--x", "1000"],
    ["densities", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3"],
    ["gap", "--theta", "1", "--x", "0.3"],
    ["gap", "--theta", "1", "--x", "0.3", "--phi", "0.1..10:20"],
    [
      "gap", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--q",
      "gamma(5, 0.5..8:10)",
    ],
    ["surface", "--x", "2", "--start", "0.3,5"],
    ["surface", "--x=-1"],
    ["factorize"] + pairs,
    ["factorize", "--q", "normal(0, 1)", "--p", "exponential(1)"],
  ]

  static func script(_ arguments: [String]) async throws -> GnuplotScriptText {
    let run = try await CommandRun(["plot"] + arguments + ["--script"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    return try GnuplotScriptText(run.output)
  }

  private static func isAscending(_ values: [Double]) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
  }

  @Test(arguments: places)
  func densitiesHoldTheBulk(_ place: Place) async throws {
    let script = try await PlotTests.script(["densities"] + place.arguments)
    for (name, _) in script.tables {
      let z = try script.column(0, of: name)
      // In a wide view the posterior may be no more than a line.
      #expect(z.count > (name.hasSuffix("1") ? 50 : 3), "\(name)")
      #expect(PlotTests.isAscending(z), "\(name)")
      #expect(try script.column(1, of: name).allSatisfy { $0.isFinite && $0 >= 0 }, "\(name)")
    }
    // The trapezoidal rule finds all of the posterior in the first view, or in the second that
    // shows more.
    let mass = try ["posterior1", "posterior2"].filter { script.tables[$0] != nil }.map { name in
      let (z, p) = (try script.column(0, of: name), try script.column(1, of: name))
      var sum = 0.0
      for index in z.indices.dropFirst() {
        sum += (z[index] - z[index - 1]) * (p[index] + p[index - 1]) / 2
      }
      return sum
    }
    #expect(mass.contains { abs($0 - 1) < 0.02 }, "\(mass)")
  }

  @Test(arguments: places)
  func theGapIsThatOfCheckAndPositive(_ place: Place) async throws {
    let script = try await PlotTests.script(["gap"] + place.arguments)
    let record = try await CheckTests.json(place.arguments)
    let phi = try script.column(0, of: "gap")
    let gap = try script.column(2, of: "gap")
    #expect(PlotTests.isAscending(phi) && phi.count > 150)
    #expect(gap.allSatisfy { $0 > 0 })
    let star = try #require(record["phi_star"]?.number)
    let least = try #require(record["minimum_gap"]?.number)
    #expect(try script.column(0, of: "best") == [star])
    #expect(try script.column(2, of: "best") == [least])
    #expect(phi.contains { $0 < star / 4 } && phi.contains { $0 > 4 * star })
    // φ* is rounded, and the least gap is that of the exact one.
    let error = try #require(record["minimum_gap_error"]?.number)
    #expect(gap.allSatisfy { $0 >= least - error })
    #expect(script.text.contains("the shaded gap"))
    #expect(script.text.contains("KL(q‖posterior)"))
  }

  /// Where a place is named, and an axis beside it, the name has the digits that the axis tells apart.
  @Test func aPlaceHasTheDigitsOfItsAxis() async throws {
    let narrow = try await PlotTests.script(
      ["gap", "--theta", "1", "--x", "0.3", "--phi", "1.8..1.81"])
    #expect(narrow.text.contains("at φ* = 1.80688"))
    #expect(try narrow.column(0, of: "gap").count == 201)
    let wide = try await PlotTests.script(["gap", "--theta", "1", "--x", "0.3"])
    #expect(wide.text.contains("at φ* = 1.81"))
    for (scale, value, label) in [
      (PlotScale(from: 123.4, to: 123.5), 123.456, "123.456"), (PlotScale(from: -1, to: 1), 0, "0"),
      (PlotScale(from: 999_999, to: 1_000_001), 1_000_000.25, "1000000.25"),
    ] { #expect(scale.label(value) == label) }
  }

  /// θ = 10⁻³ and x = −20: the best φ is 20, four decades above the start.
  @Test func theWholeAscentIsInView() async throws {
    let script = try await PlotTests.script(["surface", "--theta", "1e-3", "--x=-20"])
    let path = try script.column(1, of: "path")
    let range = try #require(script.text.firstMatch(of: /set yrange \[([-0-9.e]+):([-0-9.e]+)\]/))
    #expect(path.max() ?? 0 > 20 && path.max() ?? 0 <= Double(range.2) ?? 0)
  }

  /// A prior that is a line along the axis, and one at its very end, is said to be there.
  @Test func aHiddenPriorIsSaid() async throws {
    let hidden = try await PlotTests.script(["densities", "--theta", "2", "--x", "1e6"])
    #expect(hidden.text.contains("prior p(z), near 0 here"))
    let seen = try await PlotTests.script(["densities", "--theta", "0.01", "--x", "1000"])
    #expect(seen.text.contains("prior p(z)") && !seen.text.contains("near 0 here"))
  }

  /// The ends of the axis upwards, of each panel.
  private static func heights(_ script: GnuplotScriptText) -> [(low: Double, high: Double)] {
    script.text.matches(of: /set yrange \[([-0-9.e]+):([-0-9.e]+)\]/).compactMap { match in
      Double(match.1).flatMap { low in Double(match.2).map { (low, $0) } }
    }
  }

  /// A narrow q is seen whole: in a view of its own where it is much narrower than the posterior.
  @Test(arguments: [("0.0001", 2), ("0.05", 2), ("0.1", 1)])
  func aNarrowQIsInView(_ scale: String, _ views: Int) async throws {
    let script = try await PlotTests.script([
      "densities", "--prior", "normal(0, 1)", "--x", "1", "--q", "normal(0.5, \(scale))",
    ])
    let heights = PlotTests.heights(script)
    #expect(heights.count == views)
    let top = 0.3989 / (try #require(Double(scale)))
    for (index, height) in heights.enumerated() {
      #expect(height.high > top, "\(height)")
      #expect(try script.column(1, of: "family\(index + 1)").max() ?? 0 > 0.99 * top)
    }
  }

  /// The likelihood lies on the posterior where q is, at 0 both, and not where they have their mass.
  @Test func whatLiesOnThePosteriorDoesSoEverywhere() async throws {
    let apart = try await PlotTests.script(["densities", "--theta", "1", "--x", "50", "--phi", "2"])
    #expect(apart.text.contains("scaled") && !apart.text.contains("on the posterior"))
    let close = try await PlotTests.script(["densities", "--theta", "0.01", "--x", "1000"])
    #expect(close.text.contains("scaled, on the posterior"))
  }

  /// 300 beside 30000, and no 3·10².
  @Test func numbersOfALogarithmicAxisAreWritten() async throws {
    let script = try await PlotTests.script(
      ["surface", "--theta", "100", "--x=-3", "--size", "square"])
    #expect(script.text.contains("'300' ") && script.text.contains("'30000' "))
    #expect(!script.text.contains("10²") && !script.text.contains("10³"))
  }

  /// Both tops of the ELBO, of which one is 1.5 nats below the other.
  @Test func allMinimaAreInBothPanels() async throws {
    let script = try await PlotTests.script([
      "gap", "--prior", "mixture(0.5, normal(-2, 0.5), normal(2, 0.5))", "--x", "0.5", "--q",
      "normal(-4..4:101, 0.7)",
    ])
    let elbos = try script.column(1, of: "best")
    let view = try #require(PlotTests.heights(script).first)
    #expect(elbos.count == 2 && elbos.allSatisfy { view.low < $0 && $0 < view.high }, "\(elbos)")
  }

  /// An axis is as its values are spaced.
  @Test(arguments: [
    (["--theta", "1", "--phi", "0.5..4:50:linear"], false),
    (["--theta", "1", "--phi", "0.5..4:50"], true),
    (["--prior", "normal(4, 1)", "--q", "normal(3..7:50, 1)"], false),
    (["--prior", "normal(4, 1)", "--q", "normal(3, 0.5..7:50)"], true),
  ])
  func anAxisIsAsItsValues(_ arguments: [String], _ isLogarithmic: Bool) async throws {
    let script = try await PlotTests.script(["gap", "--x", "0.3"] + arguments)
    #expect(script.text.contains("set logscale x") == isLogarithmic)
    let name = try #require(script.text.firstMatch(of: /'((?:φ, the rate|[μσ], a par)[^']*)'/))
    #expect(name.1.hasSuffix("(log)") == isLogarithmic, "\(name.1)")
  }

  @Test func anAxisOfPhiIsTaken() async throws {
    let script = try await PlotTests.script(
      ["gap", "--theta", "1", "--x", "0.3", "--phi", "0.1..10:5"])
    let star = try script.column(0, of: "best")
    let phi = try script.column(0, of: "gap")
    #expect(phi.filter { !star.contains($0) }.count == 5)
    #expect(phi.first == 0.1 && phi.last == 10)
  }

  /// The posterior of gamma(2, 1) and one count of 3 is gamma(5, 2): the gap is 0 there.
  @Test func aGeneralModelsBestParameterIsFound() async throws {
    let script = try await PlotTests.script([
      "gap", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--q",
      "gamma(5, 0.5..8:20)",
    ])
    let best = try #require(try script.column(0, of: "best").first)
    #expect(abs(best - 2) < 1e-4)
    #expect(try #require(try script.column(2, of: "best").first) < 1e-8)
    #expect(!script.text.contains("never reaches"))
  }

  @Test(arguments: places)
  func theSurfaceHasItsMaximumOrNone(_ place: Place) async throws {
    let script = try await PlotTests.script(["surface"] + place.arguments)
    let elbo = try script.column(2, of: "path")
    #expect(zip(elbo, elbo.dropFirst()).allSatisfy { $0 < $1 })
    #expect(try script.column(0, of: "path").first == place.theta)
    #expect(try script.column(2, of: "grid").allSatisfy { $0 >= 0 })
    #expect(try script.column(0, of: "arrows").count > 60)
    if place.x > 0 {
      #expect(try script.column(0, of: "maximiser") == [2 / place.x])
      #expect(try script.column(1, of: "maximiser") == [2 / place.x])
    } else {
      #expect(script.tables["maximiser"] == nil)
      #expect(script.text.contains("no maximum"))
    }
  }

  @Test func theBarsAreStacked() async throws {
    let script = try await PlotTests.script(["factorize"] + PlotTests.pairs)
    let (from, to) = (try script.column(1, of: "marginals"), try script.column(2, of: "marginals"))
    #expect(from.first == 0 && from.dropFirst().first == to.first)
    let (sum, joint) = (try script.column(0, of: "joint"), try script.column(1, of: "joint"))
    #expect(abs((sum.first ?? .nan) - (to.last ?? .nan)) < 1e-15)
    #expect(abs((sum.first ?? .nan) - (joint.first ?? .nan)) < 1e-9)
    let truth = log(2) - 0.5 + log(2) + 0.25 - 0.5
    #expect(abs((sum.first ?? .nan) - truth) < 1e-13)
  }

  /// What is hatched shows the page through, dark or light.
  @Test func aHatchHasTheColourOfThePage() async throws {
    let script = try await PlotTests.script([
      "factorize", "--q", "normal(0, 1)", "--p", "normal(0, 1)", "--q", "normal(0, 1)", "--p",
      "normal(1, 2)", "--correlation", "0.7", "--theme", "dark",
    ])
    #expect(script.text.contains("fs transparent pattern") && !script.text.contains("fs pattern"))
  }

  @Test func bothInfiniteIsSaid() async throws {
    let script = try await PlotTests.script([
      "factorize", "--q", "normal(0, 1)", "--p", "exponential(1)",
    ])
    #expect(script.tables.isEmpty)
    #expect(script.text.contains("both are +∞: in dimension 1 q puts mass on (−∞, ∞)"))
  }

  @Test func aScriptIsWrittenToAFileOfAnyName() async throws {
    let directory = try ScratchDirectory()
    let run = try await directory.run(
      ["plot", "gap", "--theta", "1", "--x", "0.3", "--script", "--output", "gap.gp"])
    #expect(run.status == 0 && run.output == "" && run.errors == "")
    #expect(try directory.names == ["gap.gp"])
    #expect(try directory.text("gap.gp").contains("$gap << EOD"))
  }

  /// Models and members at the ends of what pictures show: Tests/Fixtures/pictures.csv.
  static func extremes() throws -> [[String]] {
    try CSVTable(fixture: "pictures")["line"].map(words)
  }

  /// A line of a table, as a shell reads it.
  static func words(_ line: String) -> [String] {
    line.matches(of: /'([^']*)'|(\S+)/).map { String($0.1 ?? $0.2 ?? "") }
  }

  /// The shapes that a picture of the extremes takes, in turn.
  static let shapes: [[String]] = [
    [], ["--size", "16:9", "--theme", "dark"], ["--size", "square"], ["--size", "390x800"],
    ["--size", "1000x400"],
  ]

  /// Every axis has two labels or more, and none of them twice; no text leaves the picture; gnuplot draws it, and has
  /// nothing to say.
  @Test(arguments: Array(try extremes().enumerated()))
  func extremesAreDrawnRight(_ index: Int, _ arguments: [String]) async throws {
    let shape = PlotTests.shapes[index % PlotTests.shapes.count]
    try await PlotTests.check(PlotTests.script(arguments + shape))
  }

  static func check(_ script: GnuplotScriptText) async throws {
    let ticks = script.text.matches(of: /set [xy]tics \((.*)\)/)
    #expect(ticks.count >= 2 || script.tables.isEmpty)
    for match in ticks where match.1.contains(/'[^' ]/) {
      let labels = match.1.matches(of: /'([^']+)' [-+.0-9e]+/).map { String($0.1) }
      #expect(labels.count >= 2 && Set(labels).count == labels.count, "\(labels)")
      #expect(labels.allSatisfy { !$0.contains("e+") && !$0.contains("e-") }, "\(labels)")
    }
    let geometry = try PlotGeometry(script.text)
    for text in geometry.texts {
      let length = 6.2 * Double(text.words.count)
      let start = text.isCentred ? text.x - length / 2 : text.x
      #expect(start >= 0 && start + length <= geometry.width, "\(text)")
      #expect(text.y >= 0 && text.y <= geometry.height, "\(text)")
    }
    if GnuplotOnPath.isThere {
      #expect(try await GnuplotOnPath.complaints(of: script.text) == "")
    }
  }

  /// The words stand between the ELBO and log p(x).
  @Test(arguments: try extremes().filter { $0.first == "gap" })
  func theGapIsNamedInside(_ arguments: [String]) async throws {
    let script = try await PlotTests.script(arguments)
    guard !script.tables.isEmpty else {
      #expect(script.text.contains("KL(q‖posterior) = +∞, and the ELBO −∞"))
      return
    }
    let geometry = try PlotGeometry(script.text)
    let words = geometry.texts.filter { $0.isCentred && $0.words.contains(/^(gap =|tight)/) }
    let text = try #require(words.first, "the gap has no label")
    let evidence = try #require(script.text.firstMatch(of: /(-?[0-9.e+-]+) with lines lw 2.5 dt 1/))
    let (x, y) = geometry.values(atX: text.x, y: text.y)
    #expect(y < Double(evidence.1) ?? .nan)
    let curve = zip(try script.column(0, of: "area"), try script.column(1, of: "area"))
    let next = try #require(curve.first { $0.0 >= x })
    let last = curve.reversed().first { $0.0 <= x } ?? next
    #expect(max(last.1, next.1) <= y || min(last.1, next.1) < y, "\(text)")
  }

  @Test func theLeastGapsAreMarkedAndATightOneIsSaid() async throws {
    let two = try await PlotTests.script([
      "gap", "--prior", "normal(0, 5)", "--likelihood", "normal(z^2, 0.5)", "--x", "9", "--q",
      "normal(-6..6:60, 0.2)",
    ])
    let places = try two.column(0, of: "best")
    #expect(places.count == 2 && abs(places[0] + places[1]) < 1e-3)
    let tight = try await PlotTests.script([
      "gap", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--q",
      "gamma(1..10:40, 2)",
    ])
    #expect(
      try tight.column(0, of: "best") == [5] && tight.text.contains("tight: q is the posterior"))
  }

  @Test func anInfiniteDivergenceIsASentence() async throws {
    let script = try await PlotTests.script(
      ["densities", "--theta", "1", "--x", "0.3", "--q", "uniform(-2, -1)"])
    #expect(script.text.contains("KL(q‖posterior) = +∞: q puts mass on (−2, −1)"))
  }

  // MARK: gnuplot

  /// The numbers of an axis stand above its name.
  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"))
  func numbersAndNamesDoNotMeet() async throws {
    let directory = try ScratchDirectory()
    for size in ["4:3", "16:9", "390x800"] {
      let run = try await directory.run(
        [
          "plot", "densities", "--theta", "1", "--x", "0.3", "--size", size, "--output", "a.svg",
        ])
      #expect(run.status == 0)
      let svg = try directory.text("a.svg")
      let places = svg.matches(
        of: /translate\([-0-9.]+,([-0-9.]+)\)"[^>]*>\s*<text>([^<]*)<\/text>/)
      let name = try #require(places.first { $0.2 == "latent z" }.flatMap { Double($0.1) })
      let number = try #require(places.last { $0.2 == "2" }.flatMap { Double($0.1) })
      #expect(name - number > 16, "\(size)")
    }
  }

  /// A slide of 16:9 has so many pixels, and the colours are the theme's.
  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"))
  func sizeAndThemeAreTaken() async throws {
    let directory = try ScratchDirectory()
    for (size, width, height) in [
      ("16:9", 1920, 1080), ("4:3", 1440, 1080), ("square", 1280, 1280), ("390x800", 390, 800),
    ] {
      let run = try await directory.run(
        [
          "plot", "gap", "--theta", "1", "--x", "0.3", "--theme", "dark", "--size", size,
          "--output",
          "a.png",
        ])
      #expect(run.status == 0 && run.errors == "")
      let bytes = [UInt8](try Data(contentsOf: directory.url.appendingPathComponent("a.png")))
      func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
      #expect(number(16) == width && number(20) == height)
    }
    let dark = try await PlotTests.script(["surface", "--x", "2", "--theme", "dark"])
    #expect(dark.text.contains("background '#16181c'") && !dark.text.contains("'#ffffff'"))
  }

  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"), arguments: kinds)
  func picturesAreWellFormed(_ arguments: [String]) async throws {
    let directory = try ScratchDirectory()
    for name in ["a.svg", "a.PNG", "a.b.pdf"] {
      let run = try await directory.run(["plot"] + arguments + ["--output", name])
      #expect(run.status == 0 && run.output == "" && run.errors == "")
    }
    #expect(try directory.names == ["a.PNG", "a.b.pdf", "a.svg"])
    let data = try ["a.svg", "a.PNG", "a.b.pdf"].map {
      try Data(contentsOf: directory.url.appendingPathComponent($0))
    }
    #expect(XMLParser(data: data[0]).parse())
    #expect(data[1].starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(data[2].starts(with: Data("%PDF".utf8)))
    #expect(try PDFText(data[2]).pageCount == 1)
  }

  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"), arguments: kinds)
  func theTerminalHasCharactersOnly(_ arguments: [String]) async throws {
    let run = try await CommandRun(["plot"] + arguments + ["--terminal"])
    #expect(run.status == 0 && run.errors == "")
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 79 })
  }

  /// In gnuplot's strings: a quote, a backslash, an underscore, and a backquote that would run a command.
  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"))
  func textIsTakenToTheLetter() async throws {
    let directory = try ScratchDirectory()
    let marker = directory.url.appendingPathComponent("ran").path
    let text = "it's `touch \(marker)` \"x\" a\\nb_c^d @e {f} $g"
    let script = PlotScript(
      comment: "\(text)\nset output 'ran' \\", tables: [],
      commands: PlotFrame(text, ["\(text)\u{7}"], on: .svg).commands + ["plot [0:1] x"])
    let svg = String(
      decoding: try Gnuplot().draw(script.text(for: .svg)), as: UTF8.self)
    #expect(svg.contains("it&apos;s `touch") || svg.contains("it's `touch"))
    #expect(svg.contains("a\\nb_c^d @e {f} $g"))
    #expect(try directory.names == [])
  }

  @Test func withoutGnuplotTheErrorSaysHowToGetIt() async throws {
    let directory = try ScratchDirectory()
    for arguments in [
      ["plot", "gap", "--theta", "1", "--x", "0.3", "--output", "gap.svg"],
      ["plot", "gap", "--theta", "1", "--x", "0.3", "--terminal"],
    ] {
      for path in ["", ".", directory.url.path] {
        let run = try await CommandRun(arguments, environment: ["PATH": path], in: directory.url)
        #expect(run.status == 69)
        #expect(run.output == "")
        #expect(run.errors.contains("gnuplot is not on PATH"))
        #expect(run.errors.contains("apt install gnuplot-nox"))
        #expect(run.errors.contains("dnf install gnuplot"))
        #expect(run.errors.contains("brew install gnuplot"))
      }
    }
    #expect(try directory.names == [])
    let script = try await CommandRun(
      ["plot", "gap", "--theta", "1", "--x", "0.3", "--script"], environment: ["PATH": ""])
    #expect(script.status == 0)
  }

  /// A gnuplot that fails in some way.
  @Test(arguments: [
    ("echo boom >&2; exit 1", "boom"), ("exit 0", "did not say why"),
    ("echo half; echo boom >&2; exit 3", "boom"), ("kill -9 $$", "did not say why"),
  ])
  func aFailureLeavesTheOldPicture(_ body: String, _ complaint: String) async throws {
    let directory = try ScratchDirectory()
    let program = directory.url.appendingPathComponent("gnuplot")
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    try Data("old".utf8).write(to: directory.url.appendingPathComponent("gap.svg"))
    let run = try await CommandRun(
      ["plot", "gap", "--theta", "1", "--x", "0.3", "--output", "gap.svg"],
      environment: ["PATH": directory.url.path], in: directory.url)
    #expect(run.status == 2)
    #expect(run.errors.contains(complaint))
    #expect(try directory.names == ["gap.svg", "gnuplot"])
    #expect(try directory.text("gap.svg") == "old")
  }

  // MARK: pages

  /// Each command that docs/plots.md shows, with the script in place of the picture. What makes no script
  /// needs gnuplot: its tests are above.
  @Test func theExamplesOfThePageWork() async throws {
    let page = try PackageRoot.text("docs/plots.md")
    let lines = page.split(separator: "\n").filter { $0.hasPrefix("    gapcheck plot ") }
    #expect(lines.count >= 5)
    for line in lines {
      let command = line.dropFirst(13).replacing(/--output \S+/, with: "--script")
      let run = try await ScratchDirectory().shell("\"$GAPCHECK\" \(command)")
      #expect(run.status == 0 && run.errors == "", "\(line)")
      #expect(run.output.contains("set terminal svg"), "\(line)")
    }
  }

  /// The pictures of docs are small, and well-formed.
  @Test func thePicturesOfThePageAreThere() throws {
    let pages = PackageRoot.file("docs")
    let page = try String(contentsOf: pages.appendingPathComponent("plots.md"), encoding: .utf8)
    let names = page.matches(of: /\]\((pictures\/[^)]+)\)/).map { String($0.1) }
    #expect(names.count == 7)
    for name in names {
      let data = try Data(contentsOf: pages.appendingPathComponent(name))
      #expect(data.count < 80_000 && XMLParser(data: data).parse(), "\(name)")
    }
  }

  // MARK: usage

  static let wrongUsage: [UsageTests.Bad] = [
    (
      ["gap", "--theta", "1", "--x", "0.3", "--output", "gap.gif"],
      ".svg, .png or .pdf, got gap.gif"
    ),
    (["gap", "--theta", "1", "--x", "0.3", "--output", "svg"], ".svg, .png or .pdf, got svg"),
    (["gap", "--theta", "1", "--x", "0.3", "--output", ""], "--output must be a path"),
    (["gap", "--theta", "1", "--x", "0.3"], "--output, or --terminal, or --script"),
    (["gap", "--theta", "1", "--x", "0.3", "--terminal", "--output", "a.svg"], "not both"),
    (["gap", "--theta", "1", "--x", "0.3", "--phi", "2", "--script"], "axis of 2 to 2000"),
    (["gap", "--theta", "1", "--x", "0.3", "--q", "gamma(2, 1)", "--script"], "one parameter"),
    (["gap", "--theta", "1", "--x", "0.3", "--q", "gama(2, 1..2)", "--script"], "'gama'"),
    (
      ["gap", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--script"],
      "needs --q"
    ),
    (
      ["gap", "--theta", "1", "--x", "0.3", "--script", "--size", "16x9"],
      "as in 1280x720 (200 to 10000, one side at most 2.5 times the other), got 16x9"
    ),
    (["gap", "--theta", "1", "--x", "0.3", "--script", "--size", "99999x2"], "got 99999x2"),
    (["gap", "--theta", "1", "--x", "0.3", "--script", "--size", "1000x300"], "got 1000x300"),
    (["gap", "--theta", "1", "--x", "0.3", "--script", "--theme", "blue"], "'blue'"),
    (["gap", "--theta", "1", "--x", "0.3", "--terminal", "--size", "4:3"], "is of files"),
    (["densities", "--theta", "-1", "--x", "0.3", "--script"], "--theta must be a positive"),
    (["densities", "--theta", "1", "--x", "0.3", "--q", "gamma(2)", "--script"], "--q"),
    (["surface", "--x", "2", "--start", "1", "--script"], "--start must be THETA,PHI"),
    (["surface", "--x", "2", "--start", "1,0", "--script"], "the phi of --start"),
    (["surface", "--x", "2", "--theta", "1", "--start", "1,1", "--script"], "give one of"),
    (["surface", "--x", "two", "--script"], "--x must be a finite number, got two"),
    (["factorize", "--q", "normal(0, 1)", "--script"], "as many --p as --q"),
  ].map { UsageTests.Bad(["plot"] + $0, $1) }

  @Test func aNumberThatCannotBeHadIsStatus2() async throws {
    let run = try await CommandRun(["plot", "gap", "--theta", "1", "--x", "1e200", "--script"])
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains("too large for a double"))
  }

  @Test(arguments: [
    ["plot"], ["plot", "densities"], ["plot", "gap"], ["plot", "surface"], ["plot", "factorize"],
    ["plot", "bounds"], ["plot", "weights"], ["plot", "sweep"], ["report"],
  ])
  func helpIsASCII(_ name: [String]) async throws {
    let run = try await CommandRun(name + ["--help"])
    #expect(run.status == 0)
    #expect(run.output.unicodeScalars.filter { !$0.isASCII }.map(\.description) == [])
  }

  @Test func longTitlesAreBroken() {
    let text = PlotText.wrapped(
      "z ~ gamma(2.0, 1.0), x | z ~ poisson(z), x = 3.0, q = gamma(5.123456789, 2.0)", width: 40)
    #expect(
      text == "z ~ gamma(2.0, 1.0), x | z ~ poisson(z),\nx = 3.0, q = gamma(5.123456789, 2.0)")
    #expect(
      PlotText.wrapped("z ~ beta(0.5, 0.5), x | z ~ poisson(z), q = beta(3, 17)", width: 52)
        == "z ~ beta(0.5, 0.5), x | z ~ poisson(z),\nq = beta(3, 17)")
    #expect(
      PlotText.wrapped("it does not fall off towards z = −∞", width: 32)
        == "it does not fall off towards\nz = −∞")
    #expect(
      PlotText.wrapped("q = mixture(0.5, normal(0, 1), normal(2, 0.5))", width: 30)
        == "q = mixture(0.5, normal(0, 1),\nnormal(2, 0.5))")
    #expect(PlotText.cut("12345", width: 5) == "12345")
    #expect(PlotText.cut("123456", width: 5) == "1234…")
    let many = PlotText.wrapped(String(repeating: "x", count: 1000))
    #expect(many.split(separator: "\n").count == 4 && many.hasSuffix("…"))
  }
}
