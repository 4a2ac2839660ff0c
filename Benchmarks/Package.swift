// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let gsl: [LinkerSetting] = [
  .linkedLibrary("gsl"), .linkedLibrary("gslcblas"), .linkedLibrary("m"),
]

let quadrature: Target.Dependency = .product(name: "Quadrature", package: "gapcheck")
let variationalGap: Target.Dependency = .product(name: "VariationalGap", package: "gapcheck")

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: [.swiftLanguageMode(.v6)],
    linkerSettings: gsl)
}

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "gapcheck", path: "..")],
  targets: [
    .target(name: "CPeer", cSettings: [.unsafeFlags(["-O2"])]),
    .target(
      name: "BoostPeer", dependencies: ["CPeer"],
      cxxSettings: [.unsafeFlags(["-O2", "-DNDEBUG"])]),
    program("CallbackCost", ["CPeer", quadrature]),
    program("DataPoints", ["CPeer", quadrature, variationalGap]),
    program("FrontDoorCost", ["CPeer", quadrature]),
    program("ModelPoints", ["CPeer", quadrature, variationalGap]),
    program("PeerPoints", ["BoostPeer", "CPeer", quadrature, variationalGap]),
    program("ReportPoints", [quadrature, variationalGap]),
  ],
  cxxLanguageStandard: .cxx17
)
