// SPDX-License-Identifier: GPL-3.0-or-later

extension FixtureSet {
  /// Forty models with a q: conjugate and not, with one and several observations, one and two modes, bounded and not.
  static let modelRows = """
    name,prior,likelihood,x,q,note
    normal mean conjugate,"normal(0, 1)","normal(z, 1)",1.5,"normal(0.7, 0.7)",
    normal mean 5 observations,"normal(0, 2)","normal(z, 0.5)","0.3,1.1,0.7,0.2,0.9","normal(0.6, 0.25)",
    normal mean tight,"normal(0, 1)","normal(z, 1)",2,"normal(1, sqrt(0.5))",q is the posterior
    normal log scale,"normal(0, 1)","normal(0, exp(z))","0.4,-1.3,0.8","normal(-0.1, 0.4)",
    normal precision,"gamma(2, 1)","normal(0, 1/sqrt(z))","0.4,-1.3,0.8","gamma(3, 2)",
    normal precision lognormal q,"gamma(2, 1)","normal(0, 1/sqrt(z))","0.4,-1.3,0.8","lognormal(0.5, 0.5)",
    normal variance,"inv_gamma(3, 2)","normal(0, sqrt(z))","0.4,-1.3,0.8","inv_gamma(4, 3)",
    normal standard deviation,"half_normal(1)","normal(0, z)","0.4,-1.3,0.8","lognormal(0, 0.4)",
    normal scale half-Cauchy,"half_cauchy(1)","normal(0, z)","0.4,-1.3,0.8","lognormal(0, 0.4)",
    regression slope,"normal(0, 1)","normal(2*z, 1)","1.9","normal(0.8, 0.4)",
    square,"normal(0, 1)","normal(z^2, 1)",2,"normal(1.2, 0.4)",two modes
    poisson conjugate,"gamma(2, 1)","poisson(z)","3,1,4","gamma(9, 4)",
    poisson tight,"gamma(2, 1)","poisson(z)","3,1,4","gamma(10, 4)",q is the posterior
    poisson lognormal q,"gamma(2, 1)","poisson(z)","3,1,4","lognormal(0.9, 0.3)",
    poisson log link,"normal(0, 1)","poisson_log(z)","3,1,4","normal(0.9, 0.3)",
    poisson uniform prior,"uniform(0, 10)","poisson(z)","3,1,4","gamma(8, 3) T[0, 10]",q is truncated
    beta binomial conjugate,"beta(2, 2)","binomial(10, z)",7,"beta(8, 4)",
    beta binomial tight,"beta(2, 2)","binomial(10, z)",7,"beta(9, 5)",q is the posterior
    beta bernoulli 5,"beta(1, 1)","bernoulli(z)","1,0,1,1,0","beta(3.5, 3)",
    kumaraswamy q,"beta(2, 2)","binomial(10, z)",7,"kumaraswamy(6, 8)",
    logit normal q,"beta(2, 2)","binomial(10, z)",7,"logit_normal(0.6, 0.5)",
    bernoulli logit,"normal(0, 1)","bernoulli_logit(z)",1,"normal(0.4, 0.9)",
    binomial logit,"normal(0, 1.5)","binomial_logit(10, z)",7,"normal(0.7, 0.6)",
    probit,"normal(0, 1)","bernoulli(Phi(z))","1,1,0","normal(0.3, 0.6)",
    bernoulli log odds times 2,"normal(0, 1)","bernoulli_logit(2*z)","1,1,1","normal(0.8, 0.7)",
    geometric,"beta(2, 3)","geometric(z)","2,0,1","beta(5, 6)",
    negative binomial mean,"gamma(2, 1)","neg_binomial_2(z, 3)","3,1,4","gamma(6, 2.5)",
    negative binomial rate,"gamma(2, 1)","neg_binomial(3, z)","3,1,4","gamma(8, 6)",
    exponential rate conjugate,"gamma(2, 1)","exponential(z)","0.3,1.2","gamma(4, 2)",
    exponential rate of the exercise,"exponential(1)","normal(z, 1)",0.3,"exponential(2)",
    exponential half-normal q,"exponential(1)","normal(z, 1)",0.3,"half_normal(0.7)",
    weibull scale,"lognormal(0, 1)","weibull(1.5, z)","0.3,1.2,2","lognormal(0.2, 0.3)",
    gamma shape,"gamma(2, 1)","gamma(z, 1)","0.8,2.5","gamma(6, 4)",
    gamma rate,"gamma(2, 1)","gamma(3, z)","0.8,2.5","gamma(7, 4)",
    student t location,"normal(0, 1)","student_t(4, z, 1)","0.3,-0.2,5","normal(0.3, 0.6)",heavy tails
    student t prior,"student_t(3, 0, 1)","normal(z, 1)",2,"normal(1.1, 0.8)",
    cauchy location,"cauchy(0, 1)","cauchy(z, 1)","-2,2","normal(0, 1)",
    laplace prior,"double_exponential(0, 1)","normal(z, 1)",1,"normal(0.5, 0.7)",kink in the prior
    logistic location,"normal(0, 2)","logistic(z, 1)","0.5,1.5","normal(0.9, 1)",
    mixture likelihood,"normal(0, 2)","mixture(0.3, normal(z, 1), 0.7, normal(-z, 1))",2,"mixture(0.3, normal(1.8, 0.9), 0.7, normal(-1.8, 0.9))",two modes
    """
}
