// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "gapcheck", path: "..")],
  targets: [
    .target(name: "CPeer", cSettings: [.unsafeFlags(["-O2"])]),
    .executableTarget(
      name: "CallbackCost",
      dependencies: ["CPeer", .product(name: "Quadrature", package: "gapcheck")],
      swiftSettings: [.swiftLanguageMode(.v6)],
      linkerSettings: [.linkedLibrary("gsl"), .linkedLibrary("gslcblas"), .linkedLibrary("m")]
    ),
  ]
)
