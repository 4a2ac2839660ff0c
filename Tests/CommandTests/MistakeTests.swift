// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Typical mistakes on the command line: what is said names what was typed, and what would be right, in three
/// lines at most.
struct MistakeTests {
  private static let normal = ["--x", "0.3", "--q", "normal(0, 1)"]
  private static let counts = ["--prior", "gamma(2, 1)", "--q", "gamma(2, 1)", "--likelihood"]

  static let mistakes: [([String], [String])] = [
    (["maximise", "--x", "2"], ["'maximise'", "maximize"]), (["chek"], ["'chek'", "check"]),
    (["version"], ["'version'", "--version"]), (["help", "swep"], ["'swep'", "sweep"]),
    (["plot", "densties"], ["gapcheck plot", "'densties'", "densities"]),
    (["plot", "help", "gpa"], ["'gpa'", "gap"]), (["exponential(1)"], ["no command"]),
    (["kl-divergence", "--q", "normal(0, 1)"], ["no command 'kl-divergence'"]),
    (["0.3"], ["no command '0.3'", "are known"]),
    (["-phi", "2", "--theta", "1"], ["--phi", "two minuses"]),
    (["--theta", "1", "-x", "0.3"], ["--x", "two minuses"]),
    (["--theta", "1", "--x", "0.3", "-help"], ["--help", "two minuses"]),
    (["--theta", "1", "--x", "0.3", "--phy", "2"], ["--phy", "--phi"]),
    (
      ["report", "--theta", "1", "--x", "0.3", "--out", "r.html"], ["gapcheck report", "--output?"]
    ),
    (["--theta", "1", "--x", "0.3", "--json"], ["--format json"]),
    (
      ["weights", "--theta", "1", "--x", "2", "--phi", "1", "--draws", "9"],
      ["--draws", "help weights"]
    ),
    (["check", "theta=1", "x=0.3"], ["--theta=1, not theta=1"]),
    (["help", "gap"], ["'gap'", "plot gap"]), (["densities", "--x", "1"], ["plot densities"]),
    (["plot", "--theta", "1", "--output", "a.svg"], ["before --theta", "densities, gap"]),
    (["batch", "rows.csv"], ["gapcheck batch < rows.csv"]),
    (counts + ["poisson(z)", "--x", "3,", "1,", "4"], ["commas alone", "3,1,4", "got 3,"]),
    (counts + ["poisson(z)", "--x", "3 1 4"], ["commas alone", "got 3 1 4"]),
    (counts + ["poisson(z)", "--x", "[3,1,4]"], ["commas alone", "[3,1,4]"]),
    (counts + ["poisson(z)", "--x", "rows.csv"], ["--data rows.csv", "column"]),
    (
      ["--theta", "1", "--x", "0.3", "--q", "normal"],
      ["parameters are missing", "normal(mu, sigma)"]
    ),
    (["sweep", "--theta", "1", "--x", "0.3", "--phi", "0.1...5:10"], ["START..STOP", "0.1...5"]),
    (["sweep", "--theta", "1", "--x", "0.3", "--phi", "0.1:5:10"], ["START..STOP", "0.1:5:10"]),
    (["--theta", "1", "--x", "1...5", "--phi", "2"], ["3..5", "1...5"]),
    (["--log-joint", "-z", "--support", "0...5", "--q", "gamma(2, 1)"], ["two points", "0..0.5"]),
    (["--theta", "0,5", "--x", "1"], ["0,5", "0.5"]),
    (["--theta", "1", "--x", "−0.3"], ["−0.3", "as in -0.3"]),
    (["--theta", "−1", "--x", "3"], ["−1"]), (["--theta", "1", "--x", "0,3"], ["two", "0.3"]),
    (["--theta", "1", "--x", "1,25"], ["two observations", "1.25"]),
    (["--theta", "one", "--x", "1"], ["--theta", "positive finite number", "one"]),
    (["--theta", "", "--x", "1"], ["--theta", "got nothing"]),
    (["--theta", "0", "--x", "1"], ["--theta", "positive", "got 0"]),
    (["--theta", "-1", "--x", "1"], ["--theta", "positive", "got -1"]),
    (["--theta", "1/0", "--x", "1"], ["--theta", "got 1/0"]),
    (["--theta", "nan", "--x", "1"], ["--theta", "got nan"]),
    (["--theta", "1", "--x", "inf"], ["--x", "finite", "inf"]),
    (["--theta", "1"], ["--x"]), (["--x", "1"], ["--theta", "--prior"]),
    (["--theta", "1", "--x"], ["Missing value", "--x"]),
    (["--theta", "1", "--x", "1", "--phi", "2", "--q", "exponential(2)"], ["one of them"]),
    (["--theta", "1", "--x", "1", "--format", "xml"], ["xml", "json"]),
    (["--theta", "1", "--x", "1", "--tolerance", "0"], ["--tolerance", "got 0"]),
    (["--prior", "normal", "1"] + normal, ["the parameters are missing", "normal(mu, sigma)"]),
    (["--prior", "normal(0 1)"] + normal, ["character 10", "operator"]),
    (["--prior", "normal(0, 1"] + normal, ["')' is missing"]),
    (["--prior", "normal(0, 1))"] + normal, ["too much"]),
    (["--prior", "normal(0)"] + normal, ["takes 2 numbers, got 1"]),
    (["--prior", "normal(0,5, 1)"] + normal, ["takes 2 numbers, got 3"]),
    (["--prior", "normal(0, −1)"] + normal, ["minus of the keyboard"]),
    (["--prior", "normal(0, -1)"] + normal, ["standard deviation", "positive", "-1.0"]),
    (["--prior", "nromal(0, 1)"] + normal, ["nromal", "normal"]),
    (["--prior", "poisson(3)"] + normal, ["poisson", "only a likelihood"]),
    (counts + ["poisson(z)", "--x", "3.5"], ["whole number", "3.5"]),
    (counts + ["poisson(z)", "--x", "-3"], ["whole number from 0", "-3"]),
    (counts + ["poisson(2z)", "--x", "3"], ["operator", "before 'z'"]),
    (counts + ["poisson(lambda)", "--x", "3"], ["'lambda'", "z"]),
    (counts + ["poisson(lgama(z))", "--x", "3"], ["lgama", "lgamma"]),
    (["sweep", "--theta", "1", "--x", "0.3", "--phi", "0.1..5"], ["START..STOP:COUNT", "0.1..5"]),
    (["sweep", "--theta", "1", "--x", "0.3"], ["--phi"]),
    (["kl", "--q", "normal(0, 1)"], ["--p"]),
    (["sample", "--phi", "2", "--count", "-5"], ["--count", "-5"]),
    (["maximize", "--data", "no-such-file.csv"], ["no-such-file.csv", "No such file"]),
    (["grade", "2a", "eps", "Package.swift", "README.md", "phi"], ["got 4", "in quotes"]),
    (["--theta", "1", "--x", "0.3", "--digits", "17"], ["'17'", "'rounded' and 'full'"]),
    (["plot", "gap", "--theta", "1", "--x", "0.3", "--output", "gap.jpg"], [".svg", "gap.jpg"]),
    (["--log-joint", "-z^2", "--x", "1", "--q", "normal(0, 1)"], ["--support"]),
    (
      ["kl", "--q", "N(0, 4)", "--p", "normzl(0, 1)"], ["normzl", "normal", "standard deviation 4"]
    ),
    (
      ["kl", "--q", "half-normal(5, 100)", "--p", "normal(0, 1)"], ["'half-normal'", "half_normal"]
    ),
    (["kl", "--q", "skewed-thing(5)", "--p", "normal(0, 1)"], ["'skewed-thing'"]),
    (
      ["sample", "--phi", "2", "--from", "gamma"],
      ["'gamma'", "--from", "one of uniform, exponential"]
    ),
    (["maximize", "--x", "7,3,4"], ["7,3,4", "--data", "--each-row"]),
    (["maximize", "--data", "https://a.org/x.csv"], ["https://a.org/x.csv is no file", "curl"]),
    (["maximize", "--data", ""], ["--data must be a path, got nothing"]),
    (["plot", "sweep", "", "--terminal"], ["must have a name", "nothing"]),
    // The name that is wrong comes before what is missed on the way to it.
    (["posterior", "--thet", "1", "--x", "2"], ["no option '--thet'", "--theta?"]),
    (["--versoin"], ["'--versoin'", "--version?"]),
    (["sample", "--phi", "2", "-n", "10"], ["no option '-n'", "help sample"]),
    (["report", "--theta", "1", "--x", "2", "-o", "a.html"], ["'-o'", "--output?"]),
    (["plot", "density", "--theta", "1", "--x", "2"], ["'density'", "densities?"]),
    (["elbo", "--theta", "1", "--x", "0.3"], ["'elbo'", "check?"]),
    (["--theta", "1", "--x", "0.3", "0.4"], ["'0.4'", "commas", "--x 0.3,0.4"]),
    (
      ["kl", "--q", "normal(0,", "1)", "--p", "normal(0, 1)"], ["'1)'", "quotes", "'normal(0, 1)'"]
    ),
    (["kl", "normal(0, 1)", "normal(1, 1)"], ["options alone, such as --q", "'normal(0, 1)'"]),
    (["exercise", "1a"], ["options alone", "'1a'"]),
    (["families", "gamma"], ["options alone", "'gamma'"]),
    (["sample", "--phi", "2", "--seed", "abc"], ["'abc'", "--seed is a whole number"]),
    (["--theta", "1", "--x", "0.3", "--phi", "best"], ["got best", "left out", "the best one"]),
    (counts + ["poisson(1 + log10(z))", "--x", "3"], ["log10", "did you mean log(a)/log(10)?"]),
    (
      ["--log-joint", "exp(-z^2)", "--support", "0..inf", "--q", "normal(0)"],
      ["logarithm of a density", "write -z^2"]
    ),
    (
      ["--prior", "normal(0, 1)", "--likelihood", "poisson(z)", "--x", "3", "--q", "normal(0, 1)"],
      ["lambda = z must be a positive finite number", "T[0, ]", "exp(z)"]
    ),
    // What a text processor makes of minuses and quotes, and a hand of three keys.
    (["—theta", "1", "--x", "0.3"], ["two minuses", "--theta, not —theta"]),
    (["--theta", "1", "–-x", "0.3"], ["--x, not –-x"]),
    (["--theta", "1", "---x=0.3"], ["--x=0.3, not ---x=0.3"]),
    (["kl", "--q", "“normal(0,", "1)”", "--p", "normal(0, 1)"], ["“normal(0,", "keyboard"]),
    (["--theta", "‘1’", "--x", "0.3"], ["‘1’", "keyboard"]),
    (["--theta", "1", "--X", "0.3"], ["no option '--X'", "--x?"]),
    (["--tetha", "1", "--x", "0.3"], ["no option '--tetha'", "--theta?"]),
    (["--theta:", "1", "--x", "0.3"], ["no option '--theta:'", "--theta?"]),
    (["--theta 1 --x 0.3"], ["'--theta 1 --x 0.3'", "two words", "without quotes"]),
    (["--theta", "1", "--x", "0.3", "sweep"], ["before its options", "gapcheck sweep --theta"]),
    (["--q", "normal(0, 1)", "kl", "--p", "normal(0, 2)"], ["gapcheck kl --q"]),
    (["gapcheck", "check", "--theta", "1"], ["stands there already", "'gapcheck'"]),
    (["verify", "a.csv", "b.csv"], ["takes one file", "'b.csv'"]),
    (
      counts + ["poisson(z)", "--data", "a.csv", "b.csv", "--x", "y"],
      ["one file", "'b.csv'", "*.csv"]
    ),
    (["plot", "sweep", "--output", "a.svg"], ["needs its file", "gapcheck plot sweep gaps.csv"]),
    (["grade", "1b", "log(tehta) - log(phi)"], ["'tehta'", "did you mean theta?"]),
    (["grade", "2a"], ["needs its answer", "gapcheck grade"]),
    (["--theta", "1,000", "--x", "0.3"], ["1,000", "as in 1000"]),
    (["--theta", "50%", "--x", "0.3"], ["50%", "as in 0.5"]),
    (["--theta", "1", "--x", "sqrt(2)"], ["finite number, got sqrt(2)"]),
    (["--theta", "1", "--x", "0.3", "--phi", "2..3"], ["got 2..3", "gapcheck sweep"]),
    (["sweep", "--theta", "1", "--x", "0.3", "--phi", "range(1,10)"], ["V1,V2", "range(1,10)"]),
    (
      ["plot", "gap", "--theta", "1", "--x", "0.3", "--terminal", "--phi", "1..2..3"],
      ["START..STOP:COUNT", "got 1..2..3\n"]
    ),
    (
      ["sweep", "--theta", "1", "--x", "0.3", "--phi", "1..9:5", "--shard", "3/2"],
      ["'3/2'", "K/N", "as in 2/8"]
    ),
    (["report", "--theta", "1", "--x", "0.3", "--output", "a.pdf"], ["report.html", "got a.pdf"]),
    (["kl", "--q", "normal(mu, 1)", "--p", "normal(0, 1)"], ["'mu'", "a number has to stand"]),
    (counts + ["poisson(Z)", "--x", "3"], ["'Z'", "did you mean z?"]),
    (["kl", "--q", "normal(0, 1) T[0]", "--p", "normal(0, 1)"], ["',' is missing", "T[0, ]"]),
    (counts + ["poisson(z) T[0]", "--x", "3"], ["',' is missing", "T[0, ]"]),
    (["kl", "--q", "truncated(normal(0, 1), 0, 2)", "--p", "normal(0, 1)"], ["T[lower, upper]"]),
    (["kl", "--q", "'normal(0, 1)'", "--p", "normal(0, 1)"], ["without quotes of its own"]),
    (
      ["--theta", "1", "--x", "1", "--family", "normal,gamma"], ["one family", "got normal,gamma"]
    ),
  ]

  @Test(arguments: mistakes.indices)
  func theMessageSaysWhatWouldBeRight(_ index: Int) async throws {
    let (arguments, parts) = MistakeTests.mistakes[index]
    let run = try await CommandRun(arguments)
    #expect(run.status == 64 || run.status == 74, "\(run.output)")
    for part in parts { #expect(run.errors.contains(part), "\(run.errors)") }
    let said = run.errors.split(separator: "\n")
    #expect(said.count <= 3 && run.output == "", "\(run.errors)\(run.output)")
    #expect(said.filter { $0.hasPrefix("Usage: ") && $0.count > 80 } == [])
  }

  /// A table as spreadsheets of some countries write it.
  @Test(arguments: [
    ["maximize", "--x", "y"],
    ["posterior", "--prior", "normal(0, 1)", "--likelihood", "normal(z, 1)", "--x", "y"],
  ])
  func aSemicolonIsNoComma(_ arguments: [String]) async throws {
    let file = try TemporaryFile(holding: Data("y;w\n1;2\n".utf8))
    let run = try await CommandRun(arguments + ["--data", file.url.path])
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.contains("separated by commas, and in the input by ';'"), "\(run.errors)")
  }

  /// Two columns for one, the file of a spreadsheet, and specs that their commas take apart.
  @Test func aTableIsOfAnotherKind() async throws {
    func run(_ command: [String], _ text: String) async throws -> (status: Int32, said: String) {
      let file = try TemporaryFile(holding: Data(text.utf8))
      let run = try await CommandRun(command + [file.url.path])
      return (run.status, run.errors + run.output)
    }
    let maximize = ["maximize", "--x", "y,w", "--data"]
    let two = try await run(maximize, "y,w\n1,2\n")
    #expect(two.status == 65 && two.said.contains("no column 'y,w'; its header is y, w"))
    let archive = try await run(maximize, "PK\u{3}\u{4}\u{14}")
    #expect(archive.status == 65 && archive.said.contains("save it as CSV"))
    let claims = "q,p,quantity,value\nnormal(0, 1),normal(0, 2),kl,0.3\n"
    let torn = try await run(["verify"], claims)
    #expect(torn.status == 1 && torn.said.contains("4 cells") && torn.said.contains("got 6"))
    #expect(torn.said.contains("in quotes"))
  }

  /// What is found only once a file is read has no usage of all commands behind it.
  @Test func aColumnIsNotThere() async throws {
    let file = try TemporaryFile(holding: Data("y,w\n1,2\n".utf8))
    let run = try await CommandRun([
      "check", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z*W)", "--x", "y", "--q",
      "gamma(2, 1)", "--data", file.url.path,
    ])
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains("nothing is called 'W': did you mean w?"), "\(run.errors)")
    #expect(!run.errors.contains("Usage"), "\(run.errors)")
  }

  /// What is accepted: a fraction, as in specs.
  @Test func aFractionIsANumber() async throws {
    let fraction = try await CommandRun(["--theta", "1/2", "--x", "1/4", "--format", "json"])
    let decimal = try await CommandRun(["--theta", "0.5", "--x", "0.25", "--format", "json"])
    #expect(fraction.status == 0 && fraction.output == decimal.output)
  }
}
